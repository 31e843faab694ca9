namespace TestOps.Sim.Scheduling;

/// <summary>Hands out segments of sessions in order. The cut depends on the number of sessions alone, never on workers, so that the trace is the same for any number of them.</summary>
internal sealed class SegmentClaims
{
    /// <summary>Sessions of a segment for controlled engines; black-box engines get one session at a time.</summary>
    public const int ControlledSessions = 64;

    private readonly long _sessions;
    private readonly int _size;
    private long _claimed;
    private volatile bool _isStopped;

    public SegmentClaims(long sessions, bool isControlled)
    {
        _sessions = sessions;
        _size = isControlled ? ControlledSessions : 1;
    }

    /// <summary>No further segment is handed out.</summary>
    public void Stop() => _isStopped = true;

    /// <summary>The next segment: its index, first session and the session after its last; false when there is none.</summary>
    public bool TryClaim(out long index, out long first, out long end)
    {
        index = Interlocked.Increment(ref _claimed) - 1;
        first = index * _size;
        end = Math.Min(_sessions, first + _size);
        return !_isStopped && first < _sessions;
    }
}
