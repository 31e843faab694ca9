using System.Text.Json.Nodes;
using Spectre.Console.Testing;
using TestOps.Cli.Composition;

namespace TestOps.Cli.Tests;

/// <summary>The command line in memory, over a folder that goes with its test.</summary>
internal sealed class CliRig : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("testops-cli-").FullName;

    /// <summary>Environment variables that commands see.</summary>
    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    public int Width { get; init; } = 100;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>A terminal to write to; null is a pipe.</summary>
    public TestConsole? Terminal { get; init; }

    public Task<CliResult> RunAsync(params string[] args) => RunAsync(new StringWriter(), args);

    /// <summary>The same over an output of the test's choice.</summary>
    public async Task<CliResult> RunAsync(TextWriter output, params string[] args)
    {
        using var error = new StringWriter();
        var host = new CliHost
        {
            Out = TextWriter.Synchronized(output),
            Error = TextWriter.Synchronized(error),
            In = TextReader.Null,
            IsInteractive = Terminal is not null,
            Console = Terminal,
            Width = Width,
            WorkingDirectory = Folder,
            Environment = name => Variables.GetValueOrDefault(name),
            Time = Time,
            Self = ("dotnet", [Path.Combine(AppContext.BaseDirectory, "testops.dll")]),
        };
        var exitCode = await TestOpsCli.RunAsync(args, host);
        return new CliResult(exitCode, output.ToString() ?? "", error.ToString());
    }

    /// <summary>Runs a suite and answers its result file.</summary>
    public async Task<(int ExitCode, JsonNode Json)> RunJsonAsync(params string[] args)
    {
        var result = await RunAsync([.. args, "--json"]);
        return (result.ExitCode, JsonNode.Parse(result.Out) ?? throw new InvalidOperationException(result.ToString()));
    }

    /// <summary>Writes a file and answers its name.</summary>
    public string Write(string name, string text)
    {
        File.WriteAllText(Path.Combine(Folder, name), text);
        return name;
    }

    /// <summary>Writes the small suite for the reference model.</summary>
    public string WriteSuite(string name = "suite.yaml") => Write(name, TestSuites.Small);

    /// <summary>The one file of the snapshots whose name ends so.</summary>
    public string Snapshot(string end) => Directory.GetFiles(Path.Combine(Folder, "testops", "snapshots"), "*" + end).Single();

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
