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

    /// <summary>The first that the target policy refused; null where it refused none.</summary>
    public FailedCall? FirstRefused { get; init; }

    /// <summary>How many the target policy refused: redirects, or a host that changed its address.</summary>
    public long Refused => Unanswered.GetValueOrDefault(EngineFailureKind.RefusedByPolicy);

    /// <summary>How many got no answer, by kind; kinds without one are absent.</summary>
    public IReadOnlyDictionary<EngineFailureKind, long> Unanswered { get; init; } = new Dictionary<EngineFailureKind, long>();

    public static FailureEvidence Of(FailedCalls calls) =>
        new() { First = calls.First, FirstTurnedAway = calls.FirstTurnedAway, TurnedAway = calls.TurnedAway, FirstRefused = calls.FirstRefused, Unanswered = calls.Unanswered };
}
