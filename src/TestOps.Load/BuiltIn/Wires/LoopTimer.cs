namespace TestOps.Load.BuiltIn.Wires;

/// <summary>A timer of <see cref="LoopTimeProvider"/>: it fires once, on the loop that set it, or on its own where no loop did.</summary>
internal sealed class LoopTimer(PollLoop home, TimerCallback callback, object? state) : ITimer
{
    private static readonly object s_gone = new();
    private int _setting;
    private object? _state = state;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (period != Timeout.InfiniteTimeSpan)
        {
            throw new NotSupportedException("A timer of a load fires once.");
        }

        if (ReferenceEquals(Volatile.Read(ref _state), s_gone))
        {
            return false;
        }

        // What was set before fires no more.
        var setting = Interlocked.Increment(ref _setting);
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            (PollLoop.Current ?? home).Schedule(this, setting, dueTime);
        }

        return true;
    }

    public void Dispose()
    {
        Interlocked.Increment(ref _setting);

        // Its loop holds it until it would have been due, and must not hold what it was for.
        Volatile.Write(ref _state, s_gone);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>It is due, as it was set at that time.</summary>
    public void Fire(int setting)
    {
        // Read before the setting: where that is still the same, the state was not gone either.
        var fired = Volatile.Read(ref _state);
        if (Volatile.Read(ref _setting) == setting && !ReferenceEquals(fired, s_gone))
        {
            callback(fired);
        }
    }
}
