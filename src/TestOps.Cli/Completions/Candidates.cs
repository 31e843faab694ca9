using System.CommandLine;
using System.CommandLine.Completions;
using TestOps.Cli.Composition;
using TestOps.Core;
using TestOps.Core.Suites;

namespace TestOps.Cli.Completions;

/// <summary>What a word of a command line may be. Whoever presses Tab wants names, never an error: what cannot be read has no names.</summary>
internal static class Candidates
{
    private const int RunsMax = 20;

    /// <summary><c>last</c> and the newest runs that have a snapshot, without opening the store.</summary>
    public static IEnumerable<string> Runs(CliHost host, string? data)
    {
        var folder = new DirectoryInfo(Path.Combine(Workspace.FolderOf(host, data), "snapshots"));
        var heads = folder.Exists ? folder.EnumerateFiles("*.json").Select(file => Path.GetFileNameWithoutExtension(file.Name)).Where(static name => RunId.TryParse(name, out _)) : [];
        return heads.OrderDescending(StringComparer.Ordinal).Take(RunsMax).Prepend("last");
    }

    /// <summary>Names that a suite gives.</summary>
    public static IEnumerable<string> OfSuite(CliHost host, string? suite, Func<Suite, IEnumerable<string>> names)
    {
        try
        {
            return names(SuiteFile.Read(host, suite).Suite);
        }
        catch (TestOpsException)
        {
            return [];
        }
    }

    /// <summary>The value of the suite argument or option that the line has so far; null for the bundled sample.</summary>
    public static string? SuiteOf(CompletionContext context) =>
        context.ParseResult.CommandResult.Children.FirstOrDefault(static child => child is System.CommandLine.Parsing.ArgumentResult { Argument.Name: "suite" } or System.CommandLine.Parsing.OptionResult { Option.Name: "--suite" })?.Tokens.FirstOrDefault()?.Value;
}
