namespace TestOps.Core.Runs;

/// <summary>A row of <c>test_runs</c>.</summary>
public sealed record RunRecord
{
    /// <summary>The run.</summary>
    public required RunId RunId { get; init; }

    /// <summary>What started it: <c>cli</c>, <c>ci</c>, <c>api</c>.</summary>
    public required string Trigger { get; init; }

    /// <summary>Name of its suite.</summary>
    public required string Suite { get; init; }

    /// <summary>Where it stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>When the row was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its first phase began; null before.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; null before.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Path of the snapshot's head, relative to the data folder; null before it is sealed.</summary>
    public string? SnapshotPath { get; init; }

    /// <summary>The score, floored to two decimals; null without one.</summary>
    public double? DeterminismScore { get; init; }

    /// <summary>What was asked of the HTTP API, canonical JSON; null for a run that something else started. Kept as the run is created and never changed.</summary>
    public string? Request { get; init; }

    /// <summary>The client's name for its request, unique among all runs (<c>Idempotency-Key</c>); null without one. Never changed.</summary>
    public string? RequestKey { get; init; }
}
