namespace TestOps.Load.BuiltIn.Wires;

/// <summary>A timer of <see cref="LoopTimeProvider"/>: it fires once, on the loop that set it, or on its own where no loop did.</summary>
internal sealed class LoopTimer(PollLoop home, TimerCallback callback, object? state) : ITimer
{
    private int _setting;

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

    public void Dispose() => Interlocked.Increment(ref _setting);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>It is due, as it was set at that time.</summary>
    public void Fire(int setting)
    {
        if (Volatile.Read(ref _setting) == setting)
        {
            callback(state);
        }
    }
}
