using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using TestOps.Cli.Composition;
using TestOps.Cli.Rendering;
using TestOps.Cli.Reports;
using TestOps.Core;
using TestOps.Core.Runs;

namespace TestOps.Cli.Commands;

/// <summary><c>testops history</c>: the runs of a data folder, newest first.</summary>
internal static class HistoryCommand
{
    // Characters of an id that hold its time to the millisecond.
    private const int ShortIdLength = 13;

    public static Command Create(CliHost host)
    {
        var limit = new Option<int>("--limit") { Description = $"How many runs, 1 to {PageLimits.Max}", DefaultValueFactory = _ => 20, HelpName = "N" };
        limit.Validators.Add(Ranges.Whole(1, PageLimits.Max));
        var before = new Option<string?>("--before") { Description = "Only runs older than this one", HelpName = "RUN" };
        var json = new Option<bool>("--json") { Description = "Print the runs as JSON" };
        var command = new Command("history", "Lists the runs of the data folder, newest first") { limit, before, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var runs = await ReadAsync(host, parsed.GetValue(GlobalOptions.Data), parsed.GetValue(before), parsed.GetValue(limit), cancellationToken);
            if (parsed.GetValue(json))
            {
                await JsonOutput.WriteAsync(host, new JsonObject
                {
                    ["runs"] = new JsonArray([.. runs.Select(row => RunReportJson.Row(row.Run, row.IsPartial))]),
                    ["before"] = runs.Count == parsed.GetValue(limit) ? runs[^1].Run.RunId.ToString() : null,
                });
            }
            else
            {
                Write(Screen.Of(host), Workspace.FolderOf(host, parsed.GetValue(GlobalOptions.Data)), runs, runs.Count == parsed.GetValue(limit));
            }

            return 0;
        });
        return Examples.Add(command, "testops history", "testops history --limit 50 --before 01a20689", "testops history --json");
    }

    private static async Task<IReadOnlyList<(RunRecord Run, bool IsPartial)>> ReadAsync(CliHost host, string? data, string? before, int limit, CancellationToken cancellationToken)
    {
        if (before is null && !Workspace.Exists(Workspace.FolderOf(host, data)))
        {
            return [];
        }

        await using var workspace = await Workspace.OpenExistingAsync(host, data, cancellationToken);
        RunId? bound = before is null ? null : (await RunReference.FindAsync(workspace, before, cancellationToken)).RunId;
        var runs = await workspace.Store.ListAsync(bound, limit, cancellationToken);
        var rows = new List<(RunRecord Run, bool IsPartial)>();
        foreach (var run in runs)
        {
            rows.Add((run, await PartialRun.IsAsync(workspace.Store, run.RunId, cancellationToken)));
        }

        return rows;
    }

    private static void Write(Screen screen, string folder, IReadOnlyList<(RunRecord Run, bool IsPartial)> runs, bool hasMore)
    {
        if (runs.Count == 0)
        {
            screen.Line($"no runs in {folder}; start one with: testops run");
            return;
        }

        var length = ShortestUnique(runs);
        var table = new TextTable(["run", "status", "score", "started", "took", "suite"], wrapping: [(5, 12)], numbers: [2, 4]);
        foreach (var (run, isPartial) in runs)
        {
            var started = run.StartedAt ?? run.CreatedAt;
            table.Add(
                (run.RunId.ToString()[..length], Tone.Plain),
                (run.Status.ToText(), HeadlineSection.ToneOf(run.Status)),
                (run.DeterminismScore?.ToString("0.00", CultureInfo.InvariantCulture) ?? "-", Tone.Plain),
                (Times.ToText(started), Tone.Plain),
                (run.FinishedAt is { } finished ? Words.Span(finished - started) : "-", Tone.Plain),
                (isPartial ? $"{run.Suite} (PARTIAL)" : run.Suite, Tone.Plain));
        }

        table.Write(screen, indent: 0);
        if (hasMore)
        {
            screen.Line(($"older: testops history --before {runs[^1].Run.RunId.ToString()[..length]}", Tone.Faint));
        }
    }

    private static int ShortestUnique(IReadOnlyList<(RunRecord Run, bool IsPartial)> runs)
    {
        var length = ShortIdLength;
        while (length < 36 && runs.Select(row => row.Run.RunId.ToString()[..length]).Distinct(StringComparer.Ordinal).Count() < runs.Count)
        {
            length++;
        }

        return length;
    }
}
