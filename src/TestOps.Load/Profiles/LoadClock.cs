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
        var nowNs = NowNs;
        while (nowNs < instantNs)
        {
            // A thread that is put aside between reading the clock and setting the timer would wait for too long: the clock is read again, and that timer left to itself.
            var delay = Task.Delay(UpToMilliseconds(instantNs - nowNs), _time, cancellationToken);
            var setNs = NowNs;
            if (setNs - nowNs < NsPerMs)
            {
                await delay.ConfigureAwait(false);
                setNs = NowNs;
            }

            nowNs = setNs;
        }
    }

    /// <summary>A source that is cancelled when an instant comes.</summary>
    public CancellationTokenSource CancelAt(long instantNs)
    {
        var nowNs = NowNs;
        var source = new CancellationTokenSource(UpToMilliseconds(Math.Max(0, instantNs - nowNs)), _time);
        for (var setNs = NowNs; setNs - nowNs >= NsPerMs; setNs = NowNs)
        {
            // As above: the timer was set later than the clock was read.
            source.CancelAfter(UpToMilliseconds(Math.Max(0, instantNs - setNs)));
            nowNs = setNs;
        }

        return source;
    }

    // Rounded up: Task.Delay cuts fractions off, and a delay of 0 would spin.
    private static TimeSpan UpToMilliseconds(long nanoseconds) => TimeSpan.FromMilliseconds((nanoseconds + NsPerMs - 1) / NsPerMs);
}
