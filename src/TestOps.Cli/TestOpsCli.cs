using System.CommandLine;
using TestOps.Cli.Commands;
using TestOps.Cli.Composition;
using TestOps.Core;

namespace TestOps.Cli;

/// <summary>The command line: parses, runs the command, turns failures into one clear message and an exit code.</summary>
public static class TestOpsCli
{
    /// <summary>Runs <paramref name="args"/> in this process and answers the exit code.</summary>
    public static Task<int> RunAsync(string[] args) => RunAsync(args, CliHost.OfProcess());

    /// <summary>Runs <paramref name="args"/> over <paramref name="host"/>, which tests supply.</summary>
    public static async Task<int> RunAsync(string[] args, CliHost host)
    {
        var root = new RootCommand("Answers, before a release, whether an engine is correct, holds its load, and gives the same answers twice.");
        root.Options.Add(GlobalOptions.Data);
        root.Options.Add(GlobalOptions.Verbose);
        foreach (var command in CommandSet.Create(host))
        {
            root.Subcommands.Add(command);
        }

        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await host.Error.WriteLineAsync($"testops: {error.Message}");
            }

            await host.Error.WriteLineAsync("testops: see: testops --help");
            return (int)ExitCode.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { Output = host.Out, Error = host.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (TestOpsException failure)
        {
            await host.Error.WriteLineAsync($"testops: {failure.Message}");
            await host.Error.WriteLineAsync($"  what to do: {failure.Hint}");
            return (int)failure.ExitCode;
        }
        catch (OperationCanceledException)
        {
            return (int)ExitCode.Cancelled;
        }
        catch (Exception failure)
        {
            // The last boundary: an error of our own. The stack is for people who ask for it.
            await host.Error.WriteLineAsync($"testops: internal error: {failure.GetType().Name}: {failure.Message}");
            await host.Error.WriteLineAsync(parsed.GetValue(GlobalOptions.Verbose) ? failure.ToString() : "  what to do: run again with --verbose and report what it prints");
            return (int)ExitCode.InternalError;
        }
    }
}
