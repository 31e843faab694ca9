using System.Text.Json.Nodes;
using TestOps.Load.Metrics;

namespace TestOps.Load.K6;

/// <summary>All samples of one metric, for a summary where k6 writes none.</summary>
/// <param name="kind">Its kind.</param>
/// <param name="contains">k6's content type.</param>
internal sealed class K6Samples(LoadMetricKind kind, string contains)
{
    private static readonly double[] s_percentiles = [90, 95, 99];

    private readonly LatencyHistogram? _durations = kind == LoadMetricKind.Trend && contains == "time" ? new LatencyHistogram() : null;
    private long _trues;
    private double _sum;
    private double _last;
    private double _min = double.PositiveInfinity;
    private double _max = double.NegativeInfinity;

    /// <summary>Its kind.</summary>
    public LoadMetricKind Kind => kind;

    /// <summary>k6's content type.</summary>
    public string Contains => contains;

    /// <summary>Number of samples.</summary>
    public long Count { get; private set; }

    /// <summary>Their sum.</summary>
    public double Sum => _sum;

    /// <summary>Samples that are not 0.</summary>
    public long Trues => _trues;

    public void Add(double value)
    {
        Count++;
        _sum += value;
        _last = value;
        _min = Math.Min(_min, value);
        _max = Math.Max(_max, value);
        _trues += value != 0 ? 1 : 0;
        _durations?.Add((long)Math.Max(0, value * 1e6));
    }

    /// <summary>Its entry of a summary. Percentiles come from a histogram, so trends of anything but time have none.</summary>
    public LoadMetric ToMetric(TimeSpan duration)
    {
        var values = kind switch
        {
            LoadMetricKind.Counter => new JsonObject { ["count"] = _sum, ["rate"] = duration > TimeSpan.Zero ? _sum / duration.TotalSeconds : 0 },
            LoadMetricKind.Rate => new JsonObject { ["rate"] = (double)_trues / Count, ["passes"] = _trues, ["fails"] = Count - _trues },
            LoadMetricKind.Gauge => new JsonObject { ["value"] = _last, ["min"] = _min, ["max"] = _max },
            _ => new JsonObject { ["avg"] = _sum / Count, ["min"] = _min, ["max"] = _max, ["count"] = Count },
        };
        if (_durations is not null)
        {
            values["med"] = Percentile(50);
            foreach (var percentile in s_percentiles)
            {
                values[FormattableString.Invariant($"p({percentile})")] = Percentile(percentile);
            }
        }

        return new LoadMetric(kind, contains, values);
    }

    private double Percentile(double percentile) => Math.Clamp(_durations!.PercentileUs(percentile) / 1e3, _min, _max);
}
