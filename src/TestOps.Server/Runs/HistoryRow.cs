using TestOps.Core;
using TestOps.Core.Runs;

namespace TestOps.Server.Runs;

/// <summary>A run in the history.</summary>
internal sealed record HistoryRow(string RunId, string Suite, string Trigger, string Status, string CreatedAt, string? StartedAt, string? FinishedAt, double? DeterminismScore, string? SnapshotPath)
{
    public static HistoryRow Of(RunRecord run) => new(
        run.RunId.ToString(), run.Suite, run.Trigger, run.Status.ToText(), Times.ToText(run.CreatedAt), TextOf(run.StartedAt), TextOf(run.FinishedAt), run.DeterminismScore, run.SnapshotPath);

    private static string? TextOf(DateTimeOffset? time) => time is { } instant ? Times.ToText(instant) : null;
}
