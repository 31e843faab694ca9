using System.ComponentModel;

namespace TestOps.Server.Runs;

/// <summary>Answer of <c>/tests/status/{run_id}</c>.</summary>
internal sealed record RunStatusBody
{
    public required string RunId { get; init; }

    [Description("PENDING, RUNNING, or at the end PASS, WARN, FAIL, INCONCLUSIVE, CANCELLED, INTERRUPTED or ERROR")]
    public required string Status { get; init; }

    [Description("0 to 100; never goes back; 100 when the run has ended, however it ended")]
    public required int Progress { get; init; }

    [Description("Log lines so far, [YYYY-MM-DDTHH:MM:SSZ] text; the list only grows")]
    public required IReadOnlyList<string> Logs { get; init; }

    public required string? StartedAt { get; init; }

    public required string? FinishedAt { get; init; }

    [Description("Status of each planned phase: PENDING, RUNNING, PASS, WARN, FAIL, INCONCLUSIVE, CANCELLED, INTERRUPTED, ERROR or SKIPPED")]
    public required OrderedDictionary<string, string> Statuses { get; init; }

    public required RunSummary Summary { get; init; }

    public required string Suite { get; init; }

    public required string Trigger { get; init; }

    [Description("Place in this server's queue, from 1; null for a run that does not wait")]
    public required int? QueuePosition { get; init; }

    [Description("Why the run ended as it did; null where its verdict says it")]
    public required string? Cause { get; init; }

    [Description("What testops run would have ended with; null before the end")]
    public required int? ExitCode { get; init; }
}
