using TestOps.Core.Engines;
using TestOps.Core.Sessions;

namespace TestOps.Load.BuiltIn;

/// <summary>Counts the failed requests of a load by how they failed, and keeps the first as an example for people. Safe for concurrent use.</summary>
internal sealed class FailedCalls
{
    private const int TurnedAwayStatus = 429;

    private readonly long[] _unanswered = new long[Enum.GetValues<EngineFailureKind>().Length];
    private long _turnedAway;
    private FailedCall? _first;
    private FailedCall? _firstTurnedAway;
    private FailedCall? _firstRefused;

    /// <summary>The first that failed; null where none did.</summary>
    public FailedCall? First => Volatile.Read(ref _first);

    /// <summary>The first that was answered 429; null where none was.</summary>
    public FailedCall? FirstTurnedAway => Volatile.Read(ref _firstTurnedAway);

    /// <summary>The first that the target policy refused; null where it refused none.</summary>
    public FailedCall? FirstRefused => Volatile.Read(ref _firstRefused);

    /// <summary>How many were answered 429.</summary>
    public long TurnedAway => Interlocked.Read(ref _turnedAway);

    /// <summary>How many got no answer, by kind; kinds without one are absent.</summary>
    public IReadOnlyDictionary<EngineFailureKind, long> Unanswered =>
        Enum.GetValues<EngineFailureKind>().Where(kind => Interlocked.Read(ref _unanswered[(int)kind]) > 0).ToDictionary(kind => kind, kind => Interlocked.Read(ref _unanswered[(int)kind]));

    /// <summary>Counts a request that failed.</summary>
    public void Add(StepOutcome outcome)
    {
        if (outcome.Reply.Failure is { } failure)
        {
            Interlocked.Increment(ref _unanswered[(int)failure.Kind]);
            if (failure.Kind == EngineFailureKind.RefusedByPolicy)
            {
                Keep(ref _firstRefused, outcome);
            }
        }
        else if (outcome.Reply.Status == TurnedAwayStatus)
        {
            Interlocked.Increment(ref _turnedAway);
            Keep(ref _firstTurnedAway, outcome);
        }

        Keep(ref _first, outcome);
    }

    // A text is made for the first one only: under load there may be thousands a second.
    private static void Keep(ref FailedCall? first, StepOutcome outcome)
    {
        if (Volatile.Read(ref first) is null)
        {
            Interlocked.CompareExchange(ref first, FailedCall.Of(outcome), null);
        }
    }
}
