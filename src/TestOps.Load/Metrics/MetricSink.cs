namespace TestOps.Load.Metrics;

/// <summary>What a metric has gathered. Sinks of one kind add up in any order to the same sums, so that results of several producers can be merged.</summary>
public abstract class MetricSink
{
    private protected MetricSink()
    {
    }

    /// <summary>Number of samples; 0 means that there is nothing to judge.</summary>
    public abstract long Samples { get; }

    /// <summary>Adds everything that <paramref name="other"/> has gathered; it must be of the same kind.</summary>
    public abstract void Merge(MetricSink other);

    /// <summary>An independent copy.</summary>
    public abstract MetricSink Copy();
}

/// <summary>A sum of samples.</summary>
public sealed class CounterSink : MetricSink
{
    private long _samples;

    /// <inheritdoc />
    public override long Samples => _samples;

    /// <summary>The sum.</summary>
    public long Total { get; private set; }

    /// <summary>The sum a second; 0 where the duration is 0.</summary>
    public double RateIn(TimeSpan duration) => duration > TimeSpan.Zero ? Total / duration.TotalSeconds : 0;

    /// <summary>Adds one sample; 0 is a sample too: something was watched and did not happen.</summary>
    public void Add(long value)
    {
        _samples++;
        Total += value;
    }

    /// <inheritdoc />
    public override void Merge(MetricSink other)
    {
        var counter = (CounterSink)other;
        _samples += counter._samples;
        Total += counter.Total;
    }

    /// <inheritdoc />
    public override MetricSink Copy() => new CounterSink { _samples = _samples, Total = Total };
}

/// <summary>A share: samples that are true.</summary>
public sealed class RateSink : MetricSink
{
    private long _samples;

    /// <inheritdoc />
    public override long Samples => _samples;

    /// <summary>Samples that are true.</summary>
    public long Trues { get; private set; }

    /// <summary>True samples as a share of all; 0 without any.</summary>
    public double Share => _samples == 0 ? 0 : (double)Trues / _samples;

    /// <summary>Adds one sample.</summary>
    public void Add(bool value)
    {
        _samples++;
        Trues += value ? 1 : 0;
    }

    /// <inheritdoc />
    public override void Merge(MetricSink other)
    {
        var rate = (RateSink)other;
        _samples += rate._samples;
        Trues += rate.Trues;
    }

    /// <inheritdoc />
    public override MetricSink Copy() => new RateSink { _samples = _samples, Trues = Trues };
}
