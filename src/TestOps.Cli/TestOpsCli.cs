using System.CommandLine;
using TestOps.Cli.Commands;
using TestOps.Cli.Composition;
using TestOps.Core;
using TestOps.Processes;
using TestOps.Processes.Guarding;

namespace TestOps.Cli;

/// <summary>The command line: parses, runs the command, turns failures into one clear message and an exit code.</summary>
public static class TestOpsCli
{
    /// <summary>Runs <paramref name="args"/> in this process and answers the exit code.</summary>
    public static Task<int> RunAsync(string[] args) =>
        // Everything that testops starts waits for this: it comes before anything else is loaded.
        args is [GuardCommand.Verb, .. var guard] ? Task.FromResult(Guard.Run(guard)) : RunAsync(args, CliHost.OfProcess());

    /// <summary>The same with what <paramref name="configure"/> adds, for executables that bring phases along. It must be all that <c>Main</c> does: the executable is its own guard.</summary>
    /// <exception cref="ArgumentException">A phase cannot be added.</exception>
    public static Task<int> RunAsync(string[] args, Action<TestOpsOptions> configure)
    {
        if (args is [GuardCommand.Verb, ..])
        {
            return RunAsync(args);
        }

        var options = new TestOpsOptions();
        configure(options);
        return RunAsync(args, CliHost.OfProcess(options));
    }

    /// <summary>Runs <paramref name="args"/> over <paramref name="host"/>, which tests supply.</summary>
    public static async Task<int> RunAsync(string[] args, CliHost host)
    {
        var parsed = CommandSet.Create(host).Parse(args.Length == 0 ? ["--help"] : args);
        if (ParseErrors.AreIn(parsed))
        {
            return await ParseErrors.WriteAsync(host, parsed);
        }

        using var signals = new CommandSignals();
        try
        {
            var configuration = new InvocationConfiguration { Output = host.Out, Error = host.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return await parsed.InvokeAsync(configuration, signals.Token);
        }
        catch (TestOpsException failure)
        {
            await host.Error.WriteLineAsync(host.Secrets.Redact($"testops: {failure.Message}"));
            await host.Error.WriteLineAsync(host.Secrets.Redact($"  what to do: {failure.Hint}"));
            await WriteStackAsync(host, parsed, failure);
            return (int)failure.ExitCode;
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            return (int)signals.ExitCode;
        }
        catch (Exception failure)
        {
            // The last boundary: an error of our own. The stack is for people who ask for it.
            await host.Error.WriteLineAsync(host.Secrets.Redact($"testops: internal error: {failure.GetType().Name}: {failure.Message}"));
            await host.Error.WriteLineAsync("  what to do: run again with --verbose and report what it prints");
            await WriteStackAsync(host, parsed, failure);
            return (int)ExitCode.InternalError;
        }
        finally
        {
            await host.Out.FlushAsync(CancellationToken.None);
        }
    }

    private static Task WriteStackAsync(CliHost host, ParseResult parsed, Exception failure) =>
        parsed.GetValue(GlobalOptions.Verbose) ? host.Error.WriteLineAsync(host.Secrets.Redact(failure.ToString())) : Task.CompletedTask;
}
