namespace TestOps.Load.Metrics;

/// <summary>
/// A distribution of durations. Minimum, maximum and average are exact to the nanosecond; percentiles come from an <see cref="LatencyHistogram"/>.
/// </summary>
public sealed class TrendSink : MetricSink
{
    private readonly LatencyHistogram _histogram = new();
    private long _samples;
    private long _sumNs;
    private long _minNs = long.MaxValue;
    private long _maxNs;

    /// <inheritdoc />
    public override long Samples => _samples;

    /// <summary>Smallest sample in milliseconds; 0 without samples.</summary>
    public double MinMs => _samples == 0 ? 0 : _minNs / 1e6;

    /// <summary>Largest sample in milliseconds; 0 without samples.</summary>
    public double MaxMs => _maxNs / 1e6;

    /// <summary>Mean in milliseconds; 0 without samples.</summary>
    public double AverageMs => _samples == 0 ? 0 : _sumNs / (double)_samples / 1e6;

    /// <summary>Adds one sample in nanoseconds; a negative one counts as 0.</summary>
    public void Add(long nanoseconds)
    {
        var value = Math.Max(0, nanoseconds);
        _samples++;
        _sumNs += value;
        _minNs = Math.Min(_minNs, value);
        _maxNs = Math.Max(_maxNs, value);
        _histogram.Add(value);
    }

    /// <summary>Percentile (0-100) in milliseconds, interpolated as k6 does; 0 without samples. Never outside of the exact minimum and maximum.</summary>
    public double PercentileMs(double percentile) =>
        _samples == 0 ? 0 : Math.Clamp(_histogram.PercentileUs(percentile) / 1e3, MinMs, MaxMs);

    /// <inheritdoc />
    public override void Merge(MetricSink other)
    {
        var trend = (TrendSink)other;
        _samples += trend._samples;
        _sumNs += trend._sumNs;
        _minNs = Math.Min(_minNs, trend._minNs);
        _maxNs = Math.Max(_maxNs, trend._maxNs);
        _histogram.Merge(trend._histogram);
    }

    /// <inheritdoc />
    public override MetricSink Copy()
    {
        var copy = new TrendSink();
        copy.Merge(this);
        return copy;
    }
}
