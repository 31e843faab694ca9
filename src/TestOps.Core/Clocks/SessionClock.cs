namespace TestOps.Core.Clocks;

/// <summary>
/// The time of one session, in nanoseconds since its start. Virtual: it moves only by <see cref="Advance"/>. Wall: it follows a
/// <see cref="TimeProvider"/>, and <see cref="Advance"/> is refused.
/// </summary>
public sealed class SessionClock
{
    /// <summary>The instant at which every virtual session starts: 2026-01-01T00:00:00Z.</summary>
    public static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TimeProvider? _wall;
    private long _started;
    private DateTimeOffset _startedAt;
    private long _virtualNs;

    private SessionClock(TimeProvider? wall)
    {
        _wall = wall;
        Restart();
    }

    /// <summary>Whether time is virtual.</summary>
    public bool IsVirtual => _wall is null;

    /// <summary>Nanoseconds since the session's start.</summary>
    public long NowNs => _wall is null ? _virtualNs : (long)_wall.GetElapsedTime(_started).TotalNanoseconds;

    /// <summary>The same instant as a date, for <c>Date</c> in expressions.</summary>
    public DateTimeOffset Now => _startedAt.AddTicks(NowNs / 100);

    /// <summary>A clock that moves only by <see cref="Advance"/>.</summary>
    public static SessionClock Virtual() => new(null);

    /// <summary>A clock that follows <paramref name="time"/>.</summary>
    public static SessionClock Wall(TimeProvider time) => new(time);

    /// <summary>Another session begins now.</summary>
    internal void Restart()
    {
        _started = _wall?.GetTimestamp() ?? 0;
        _startedAt = _wall?.GetUtcNow() ?? Epoch;
        _virtualNs = 0;
    }

    /// <summary>Moves virtual time forward by <paramref name="nanoseconds"/> (at least 0).</summary>
    /// <exception cref="InvalidOperationException">The clock follows wall time.</exception>
    public void Advance(long nanoseconds)
    {
        if (_wall is not null)
        {
            throw new InvalidOperationException("Only a virtual clock can be advanced.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(nanoseconds);
        _virtualNs += nanoseconds;
    }
}
