using System.CommandLine;
using System.Text;
using TestOps.Cli.Composition;
using TestOps.Cli.Rendering;
using TestOps.Cli.Reports;
using TestOps.Core.Suites;

namespace TestOps.Cli.Commands;

/// <summary><c>testops init</c>: writes a commented starter suite. Never overwrites a file.</summary>
internal static class InitCommand
{
    private const string DefaultName = "suite.yaml";

    public static Command Create(CliHost host)
    {
        var path = new Argument<string?>("path") { Description = $"File to write, or a folder for {DefaultName} (default: {DefaultName})", Arity = ArgumentArity.ZeroOrOne, HelpName = "PATH" };
        var engine = new Option<string>("--engine") { Description = "Kind of engine: toron is built in, http is any HTTP service, process is a program that answers JSON lines", DefaultValueFactory = _ => "toron", HelpName = "KIND" };
        engine.AcceptOnlyFromAmong([.. SuiteTemplate.Kinds]);
        var command = new Command("init", "Writes a commented starter suite; never overwrites a file") { path, engine };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var target = Path.GetFullPath(parsed.GetValue(path) ?? DefaultName, host.WorkingDirectory);
            target = Directory.Exists(target) || Path.EndsInDirectorySeparator(target) ? Path.Combine(target, DefaultName) : target;
            await WriteAsync(target, SuiteTemplate.For(parsed.GetValue(engine)!), cancellationToken);
            var shown = FollowUp.Quote(Path.GetRelativePath(host.WorkingDirectory, target));
            var screen = Screen.Of(host);
            screen.Line(("WRITTEN", Tone.Good), ($"  {shown}", Tone.Strong));
            screen.Line($"  check it:  testops validate {shown}");
            screen.Line($"  run it:    testops run {shown}");
            return 0;
        });
        return Examples.Add(command, "testops init", "testops init --engine http checkout.yaml");
    }

    private static async Task WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        try
        {
            // CreateNew, not a look before: nobody else's file is ever overwritten.
            await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            await file.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException && Path.GetDirectoryName(path) is { } folder && !Directory.Exists(folder))
        {
            throw new FileRefusedException($"cannot write {path}: there is no folder {folder}", "make the folder first, or name a file in one that exists");
        }
        catch (IOException) when (File.Exists(path))
        {
            throw new FileRefusedException($"{path} exists already", "name another file; init never overwrites one");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new FileRefusedException($"cannot write {path}: {failure.Message}", "name a file in a folder that exists and can be written");
        }
    }
}
