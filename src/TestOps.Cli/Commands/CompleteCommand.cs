using System.CommandLine;
using TestOps.Cli.Composition;

namespace TestOps.Cli.Commands;

/// <summary><c>testops complete</c>, hidden: prints what the last word of a line may be, one candidate a line. The scripts of <c>testops completions</c> call it.</summary>
internal static class CompleteCommand
{
    public static Command Create(CliHost host, Func<RootCommand> root)
    {
        var line = new Argument<string>("line") { Description = "The command line up to the cursor, the name of the program included" };
        var command = new Command("complete", "Prints what the last word of a command line may be") { line };
        command.Hidden = true;
        command.SetAction(async (parsed, cancellationToken) =>
        {
            foreach (var candidate in Of(root(), parsed.GetValue(line)!))
            {
                await host.Out.WriteAsync(candidate + "\n");
            }

            return 0;
        });
        return command;
    }

    private static IEnumerable<string> Of(RootCommand root, string line)
    {
        // The program may have been called by any path: its name is not part of what is parsed.
        var words = line.TrimStart();
        var space = words.IndexOf(' ', StringComparison.Ordinal);
        var rest = space < 0 ? "" : words[(space + 1)..].TrimStart();
        var word = rest[(rest.LastIndexOf(' ') + 1)..];
        var parsed = root.Parse(rest);
        return parsed.UnmatchedTokens.Any(token => token != word)
            ? []
            : parsed.GetCompletions(rest.Length)
                .Select(static item => item.InsertText ?? item.Label)
                .Where(candidate => candidate.StartsWith(word, StringComparison.Ordinal) && IsAsked(candidate, word))
                .Distinct(StringComparer.Ordinal);
    }

    // Options only where one is begun: names and files come first. The short forms of help are for people who know them.
    private static bool IsAsked(string candidate, string word) => candidate is not ("-?" or "-h" or "/?" or "/h") && (word.StartsWith('-') || !candidate.StartsWith('-'));
}
