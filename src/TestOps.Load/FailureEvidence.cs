using TestOps.Core.Engines;
using TestOps.Load.BuiltIn;

namespace TestOps.Load;

/// <summary>How the requests of a load failed.</summary>
internal sealed record FailureEvidence
{
    /// <summary>The first that failed; null where none did.</summary>
    public FailedCall? First { get; init; }

    /// <summary>The first that was answered 429; null where none was.</summary>
    public FailedCall? FirstTurnedAway { get; init; }

    /// <summary>How many were answered 429.</summary>
    public long TurnedAway { get; init; }

    /// <summary>How many got no answer, by kind; kinds without one are absent.</summary>
    public IReadOnlyDictionary<EngineFailureKind, long> Unanswered { get; init; } = new Dictionary<EngineFailureKind, long>();

    public static FailureEvidence Of(FailedCalls calls) =>
        new() { First = calls.First, FirstTurnedAway = calls.FirstTurnedAway, TurnedAway = calls.TurnedAway, Unanswered = calls.Unanswered };
}
