namespace TestOps.Load.BuiltIn.Wires;

/// <summary>A timer of <see cref="LoopTimeProvider"/>: it fires once, on the loop that set it, or on its own where no loop did.</summary>
internal sealed class LoopTimer(PollLoop home, TimerCallback callback, object? state) : ITimer
{
    private int _setting;
    private object? _state = state;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (period != Timeout.InfiniteTimeSpan)
        {
            throw new NotSupportedException("A timer of a load fires once.");
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
        _state = null;
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>It is due, as it was set at that time.</summary>
    public void Fire(int setting)
    {
        var fired = _state;
        if (Volatile.Read(ref _setting) == setting)
        {
            callback(fired);
        }
    }
}
