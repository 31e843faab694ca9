using System.Text.RegularExpressions;
using TestOps.EndToEnd.Tests.Binary;

namespace TestOps.EndToEnd.Tests.Failures;

/// <summary>A row of the table in docs/reference/failures.md: what a failing engine makes of a run. The page is the expectation of these tests.</summary>
/// <param name="Mode">How the hostile engine misbehaves.</param>
/// <param name="SimEnd">Status and exit code of a run whose simulation meets it.</param>
/// <param name="SimIncidents">Incident codes of that run.</param>
/// <param name="LaterEnd">Status and exit code of a run whose load and replay meet it.</param>
/// <param name="LaterIncidents">Incident codes of that run.</param>
/// <param name="Says">What the person reads, among other things.</param>
internal sealed partial record FailureRow(string Mode, string SimEnd, IReadOnlyList<string> SimIncidents, string LaterEnd, IReadOnlyList<string> LaterIncidents, string Says)
{
    private const int Columns = 7;

    private static readonly Lazy<IReadOnlyList<FailureRow>> s_all = new(() => [.. File.ReadLines(Path.Combine(Repository.Root, "docs", "reference", "failures.md")).Select(Read).OfType<FailureRow>()]);

    public static IReadOnlyList<FailureRow> All => s_all.Value;

    public static FailureRow Of(string mode) => All.Single(row => row.Mode == mode);

    private static FailureRow? Read(string line)
    {
        var cells = line.Trim().Trim('|').Split(" | ").Select(cell => cell.Trim()).ToList();
        return ModeCell().Match(line) is { Success: true } mode && cells.Count == Columns
            ? new FailureRow(mode.Groups[1].Value, cells[2], Codes(cells[3]), cells[4], Codes(cells[5]), cells[6].Trim('`'))
            : null;
    }

    private static List<string> Codes(string cell) => [.. Code().Matches(cell).Select(code => code.Groups[1].Value)];

    [GeneratedRegex("^\\| `([a-z0-9-]+)` \\| ")]
    private static partial Regex ModeCell();

    [GeneratedRegex("`([A-Z]+\\.[A-Z_]+)`")]
    private static partial Regex Code();
}
