using TestOps.Core.Determinism;

namespace TestOps.Sim.Replaying;

/// <summary>What offline validation computed anew.</summary>
public sealed record ReplayValidation
{
    /// <summary>What does not agree with the record, one line each, the first 100; empty where all agrees.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>Sessions of the trace.</summary>
    public required long Sessions { get; init; }

    /// <summary>Steps of the trace.</summary>
    public required long Steps { get; init; }

    /// <summary>Results of checks that were taken as recorded, because they looked at what the record does not hold: secrets, other headers, hashed bodies.</summary>
    public required long NotRecomputed { get; init; }

    /// <summary>Root digest computed anew, lower-case hex.</summary>
    public required string Root { get; init; }

    /// <summary>Comparable and identical sessions of each replay, judged under the masks in force, by replay number.</summary>
    public required IReadOnlyList<(int Replay, long Sessions, long Identical)> Replays { get; init; }

    /// <summary>Score over all replays, computed anew; null where nothing was comparable or calls have no answer.</summary>
    public required DeterminismScore? Score { get; init; }
}
