using TestOps.Core;
using TestOps.Core.Runs;

namespace TestOps.Store.Relational;

/// <summary>A row of <c>test_runs</c> as Dapper reads it.</summary>
internal sealed class RunRow
{
    public required string RunId { get; init; }

    public required string Trigger { get; init; }

    public required string Suite { get; init; }

    public required string Status { get; init; }

    public required string CreatedAt { get; init; }

    public string? StartedAt { get; init; }

    public string? FinishedAt { get; init; }

    public string? SnapshotPath { get; init; }

    public double? DeterminismScore { get; init; }

    public string? Request { get; init; }

    public string? RequestKey { get; init; }

    public RunRecord ToRecord() => new()
    {
        RunId = Core.RunId.TryParse(RunId, out var runId) ? runId : throw new FormatException($"'{RunId}' is no run id"),
        Trigger = Trigger,
        Suite = Suite,
        Status = RunStatuses.Parse(Status),
        CreatedAt = StoredTime.Parse(CreatedAt),
        StartedAt = StartedAt is null ? null : StoredTime.Parse(StartedAt),
        FinishedAt = FinishedAt is null ? null : StoredTime.Parse(FinishedAt),
        SnapshotPath = SnapshotPath,
        DeterminismScore = DeterminismScore,
        Request = Request,
        RequestKey = RequestKey,
    };
}
