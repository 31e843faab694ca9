namespace TestOps.Load.Profiles;

/// <summary>
/// When the iterations of <c>constant-arrival-rate</c> start: number i at i x time unit / rate, from 0. Computed in integers from the start, never by adding
/// up periods, so that it does not drift. The start that would fall on the very end does not happen (in k6 it races with the end).
/// </summary>
public readonly record struct ArrivalSchedule
{
    private readonly long _rate;
    private readonly long _unitNs;

    /// <summary>Creates the schedule of <paramref name="rate"/> starts (at least 1) each <paramref name="timeUnit"/> for a duration.</summary>
    public ArrivalSchedule(int rate, TimeSpan timeUnit, TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rate, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeUnit, TimeSpan.Zero);
        _rate = rate;
        _unitNs = timeUnit.Ticks * TimeSpan.NanosecondsPerTick;
        var durationNs = (Int128)duration.Ticks * TimeSpan.NanosecondsPerTick;
        Count = (long)(((durationNs * _rate) + _unitNs - 1) / _unitNs);
    }

    /// <summary>Number of starts.</summary>
    public long Count { get; }

    /// <summary>When start <paramref name="index"/> (from 0) is due, in nanoseconds since the scenario's start.</summary>
    public long DueNs(long index) => (long)((Int128)index * _unitNs / _rate);
}
