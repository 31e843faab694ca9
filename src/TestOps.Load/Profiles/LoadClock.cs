namespace TestOps.Load.Profiles;

/// <summary>The time of one load, in nanoseconds since its start. All executors share it, so that their start times mean the same instant.</summary>
public sealed class LoadClock
{
    private const long NsPerMs = 1_000_000;
    private readonly TimeProvider _time;
    private readonly long _started;

    /// <summary>Starts the clock.</summary>
    public LoadClock(TimeProvider time)
    {
        _time = time;
        _started = time.GetTimestamp();
    }

    /// <summary>Nanoseconds since the start.</summary>
    public long NowNs => _time.GetElapsedTime(_started).Ticks * TimeSpan.NanosecondsPerTick;

    /// <summary>
    /// Waits until an instant; returns at once where it has passed. Timers have a granularity of a millisecond, so the wait ends up to 2 ms late and never
    /// early: whoever keeps a rate computes due times and starts everything that is due.
    /// </summary>
    public async ValueTask WaitUntilAsync(long instantNs, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        for (var left = instantNs - NowNs; left > 0; left = instantNs - NowNs)
        {
            await Task.Delay(UpToMilliseconds(left), _time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A source that is cancelled when an instant comes.</summary>
    public CancellationTokenSource CancelAt(long instantNs) => new(UpToMilliseconds(Math.Max(0, instantNs - NowNs)), _time);

    // Rounded up: Task.Delay cuts fractions off, and a delay of 0 would spin.
    private static TimeSpan UpToMilliseconds(long nanoseconds) => TimeSpan.FromMilliseconds((nanoseconds + NsPerMs - 1) / NsPerMs);
}
