namespace TestOps.Load.BuiltIn.Wires;

/// <summary>The timers that a loop is to fire, earliest first.</summary>
internal sealed class LoopTimers(TimeProvider time)
{
    // Answers are read between such numbers of timers: ten thousand users that come back at the same instant must not make the first answer wait for the last request.
    private const int FiredAtOnce = 64;
    private readonly Lock _gate = new();
    private readonly PriorityQueue<(LoopTimer Timer, int Setting), long> _set = new();
    private long _wakesAt = long.MaxValue;

    /// <summary>Adds a timer; true where the loop would sleep beyond its instant, and must be woken.</summary>
    public bool Add(LoopTimer timer, int setting, TimeSpan dueTime)
    {
        var due = time.GetTimestamp() + (long)(dueTime.Ticks * ((double)time.TimestampFrequency / TimeSpan.TicksPerSecond));
        lock (_gate)
        {
            _set.Enqueue((timer, setting), due);
            if (due >= _wakesAt)
            {
                return false;
            }

            _wakesAt = due;
            return true;
        }
    }

    /// <summary>For how many milliseconds the loop may sleep, rounded up: -1 where no timer is set.</summary>
    public int Sleep()
    {
        lock (_gate)
        {
            if (!_set.TryPeek(out _, out var due))
            {
                _wakesAt = long.MaxValue;
                return -1;
            }

            _wakesAt = due;
            var left = due - time.GetTimestamp();
            return left <= 0 ? 0 : (int)Math.Min(int.MaxValue, ((left * 1000) + time.TimestampFrequency - 1) / time.TimestampFrequency);
        }
    }

    /// <summary>Fires what is due, up to a number.</summary>
    public void FireDue()
    {
        for (var i = 0; i < FiredAtOnce && TakeDue() is { } due; i++)
        {
            due.Timer.Fire(due.Setting);
        }
    }

    private (LoopTimer Timer, int Setting)? TakeDue()
    {
        lock (_gate)
        {
            return _set.TryPeek(out _, out var due) && due <= time.GetTimestamp() ? _set.Dequeue() : null;
        }
    }
}
