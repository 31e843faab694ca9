namespace TestOps.Testing.Clocks;

/// <summary>
/// A clock that stands still until a test advances it. Unlike other fakes it also says when the code under test has begun to wait, so that a test
/// advances the clock at the right moment and never sleeps. Safe for concurrent use.
/// </summary>
public sealed class ManualTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiting = [];
    private DateTimeOffset _now;

    /// <summary>A clock that stands at <paramref name="now"/>; 2026-01-01T00:00:00Z unless given.</summary>
    public ManualTime(DateTimeOffset? now = null) => _now = (now ?? new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)).ToUniversalTime();

    /// <inheritdoc />
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    /// <inheritdoc />
    public override long GetTimestamp() => GetUtcNow().Ticks;

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock on; timers fire in the order of their times, each with the clock at its own time.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var end = GetUtcNow() + by;
        while (TakeDue(end) is { } due)
        {
            due();
        }
    }

    /// <summary>Completes as soon as at least <paramref name="count"/> timers or delays are pending.</summary>
    public Task WaitForTimersAsync(int count, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_timers.Count >= count)
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((count, reached));
            return reached.Task.WaitAsync(cancellationToken);
        }
    }

    internal void Schedule(ManualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_lock)
        {
            _timers.Remove(timer);
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                return;
            }

            timer.DueAt = _now + dueTime;
            timer.Period = period;
            _timers.Add(timer);
            foreach (var (_, reached) in _waiting.Where(wait => wait.Count <= _timers.Count).ToList())
            {
                reached.TrySetResult();
            }

            _waiting.RemoveAll(wait => wait.Reached.Task.IsCompleted);
        }
    }

    internal void Remove(ManualTimer timer)
    {
        lock (_lock)
        {
            _timers.Remove(timer);
        }
    }

    // Stands at the end when nothing is due before it any more.
    private Action? TakeDue(DateTimeOffset end)
    {
        lock (_lock)
        {
            if (_timers.Where(timer => timer.DueAt <= end).MinBy(timer => timer.DueAt) is not { } due)
            {
                _now = end;
                return null;
            }

            _now = due.DueAt > _now ? due.DueAt : _now;
            if (due.Period > TimeSpan.Zero)
            {
                due.DueAt += due.Period;
            }
            else
            {
                _timers.Remove(due);
            }

            return due.Fire;
        }
    }
}
