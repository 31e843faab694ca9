using TestOps.Core;
using TestOps.Core.Runs;

namespace TestOps.Cli.Composition;

/// <summary>A run as people name it: its id, a unique prefix of it, or <c>last</c>.</summary>
internal static class RunReference
{
    /// <summary>The newest run.</summary>
    public const string Last = "last";

    private const int IdLength = 32;

    /// <summary>The run that <paramref name="text"/> names.</summary>
    /// <exception cref="UnknownRunException">No run, or more than one, has that name.</exception>
    public static async Task<RunRecord> FindAsync(Workspace workspace, string text, CancellationToken cancellationToken)
    {
        if (text == Last)
        {
            return (await workspace.Store.ListAsync(null, 1, cancellationToken)).FirstOrDefault()
                ?? throw new UnknownRunException($"there is no run in {workspace.Folder}", "start one with: testops run");
        }

        var digits = text.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
        if (digits.Length is 0 or > IdLength || !digits.All(char.IsAsciiHexDigitLower))
        {
            throw new UnknownRunException($"'{text}' is no run id", "name a run by its id, by the first characters of it, or as 'last'; testops history lists the runs");
        }

        if (digits.Length == IdLength)
        {
            return await workspace.Store.FindAsync(Parse(digits), cancellationToken) ?? throw Unknown(workspace, text);
        }

        // Ids sort by time and the store lists them downwards: the runs with this prefix are the first ones below its upper end.
        var listed = await workspace.Store.ListAsync(Parse(digits.PadRight(IdLength, 'f')), 2, cancellationToken);
        var matching = listed.Where(run => run.RunId.Value.ToString("N").StartsWith(digits, StringComparison.Ordinal)).ToList();
        return matching switch
        {
            [var run] => run,
            [] => throw Unknown(workspace, text),
            _ => throw new UnknownRunException($"several runs begin with '{text}', among them {matching[0].RunId} and {matching[1].RunId}", "give more characters"),
        };
    }

    private static RunId Parse(string digits) => new(Guid.ParseExact(digits, "N"));

    private static UnknownRunException Unknown(Workspace workspace, string text) =>
        new($"no run in {workspace.Folder} begins with '{text}'", "list them with: testops history; another data folder is named with --data");
}
