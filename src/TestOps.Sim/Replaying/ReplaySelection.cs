using TestOps.Core.Planning;
using TestOps.Core.Traces;

namespace TestOps.Sim.Replaying;

/// <summary>Which sessions a replay drives. Controlled engines: a sample by seed, or one session alone. Black-box engines: the first ones, because hidden state depends on all before.</summary>
internal sealed class ReplaySelection
{
    private readonly HashSet<long>? _sample;
    private readonly long _end;

    private ReplaySelection(HashSet<long>? sample, long end, long count)
    {
        _sample = sample;
        _end = end;
        Count = count;
    }

    /// <summary>How many sessions are driven, as far as the head tells.</summary>
    public long Count { get; }

    /// <summary>Selects from a recorded trace; <paramref name="sessions"/> null takes all, <paramref name="only"/> asks for one.</summary>
    public static ReplaySelection Of(TraceSummary trace, bool isControlled, Plan plan, int? sessions, long? only)
    {
        if (only is { } session)
        {
            return isControlled ? new ReplaySelection([session], session + 1, 1) : new ReplaySelection(null, session + 1, session + 1);
        }

        if (sessions is not { } count || count >= trace.Sessions)
        {
            return new ReplaySelection(null, long.MaxValue, trace.Sessions);
        }

        // Numbers may be missing, where scenarios were not selected.
        List<long> numbers = [.. plan.SessionNumbers().Take((int)trace.Sessions)];
        return isControlled ? new ReplaySelection([.. ReplaySample.Choose(plan.Seed, numbers, count)], long.MaxValue, count) : new ReplaySelection(null, numbers[count - 1] + 1, count);
    }

    /// <summary>Whether a session is driven.</summary>
    public bool Contains(long session) => session < _end && (_sample is null || _sample.Contains(session));

    /// <summary>Whether no session from here on is driven.</summary>
    public bool IsPast(long session) => session >= _end;
}
