using TestOps.Load.Metrics;

namespace TestOps.Load.K6;

/// <summary>
/// Sorts samples into the seconds in which they were taken, counted from the first one. k6 hands its samples on in bundles, several times a second, so a second is closed when samples
/// come that are a second younger than its end; what comes later still counts for the oldest open second: nothing is lost. One caller at a time.
/// </summary>
internal sealed class K6Seconds(Action<LoadSecond> onClosed)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    // k6 says every second how many users it has: a sample that is so much younger than all before it is of a clock that was set, and no hours of load lie between.
    private static readonly TimeSpan s_gapMax = TimeSpan.FromHours(1);

    private readonly SortedDictionary<int, K6Second> _open = [];
    private DateTimeOffset? _start;
    private DateTimeOffset _newest;
    private int _next;

    /// <summary>From the first sample to the last.</summary>
    public TimeSpan Length => _start is { } start ? _newest - start : TimeSpan.Zero;

    /// <summary>The second of an instant, to add to.</summary>
    public K6Second At(DateTimeOffset time)
    {
        _start ??= time;
        if (_newest != default && time - _newest > s_gapMax)
        {
            time = _newest;
        }

        if (time > _newest)
        {
            _newest = time;
            CloseBefore((int)Math.Floor((time - _start.Value - s_patience).TotalSeconds));
        }

        var number = Math.Max(_next, (int)Math.Floor((time - _start.Value).TotalSeconds));
        if (!_open.TryGetValue(number, out var second))
        {
            second = new K6Second();
            _open[number] = second;
        }

        return second;
    }

    /// <summary>Closes all that are open.</summary>
    public void Finish() => CloseBefore(_open.Count == 0 ? _next : _open.Keys.Last() + 1);

    // Seconds without samples are seconds, too.
    private void CloseBefore(int number)
    {
        for (; _next < number; _next++)
        {
            onClosed((_open.Remove(_next, out var second) ? second : new K6Second()).ToSecond(_next));
        }
    }
}
