using System.Text.Json.Nodes;
using TestOps.Load.Metrics;

namespace TestOps.Load.Reporting;

/// <summary>What the built-in driver measured, under the keys of k6's summary (<c>handleSummary</c>).</summary>
internal static class LoadSummary
{
    private static readonly double[] s_percentiles = [90, 95, 99];

    /// <summary>Metrics by key in ordinal order; those without samples are absent, as in k6.</summary>
    public static IReadOnlyDictionary<string, LoadMetric> Of(LoadResult result)
    {
        var metrics = new SortedDictionary<string, LoadMetric>(StringComparer.Ordinal);
        foreach (var (key, sink) in result.Sinks)
        {
            metrics[key] = Entry(key, Values(sink, result.Duration));
        }

        foreach (var name in (string[])[MetricNames.Vus, MetricNames.VusMax])
        {
            if (result.Gauge(name) is { } levels)
            {
                metrics[name] = Entry(name, new JsonObject { ["value"] = levels.Last, ["min"] = levels.Min, ["max"] = levels.Max });
            }
        }

        return metrics;
    }

    /// <summary>The metric that a key of a summary belongs to.</summary>
    private static MetricDefinition MetricOf(string key) => MetricCatalogue.Find(key.Split('{', 2)[0])!;

    private static LoadMetric Entry(string key, JsonObject values)
    {
        var metric = MetricOf(key);
        return new LoadMetric(metric.Kind, metric.Contains, values);
    }

    private static JsonObject Values(MetricSink sink, TimeSpan duration) => sink switch
    {
        CounterSink counter => new JsonObject { ["count"] = counter.Total, ["rate"] = counter.RateIn(duration) },
        RateSink rate => new JsonObject { ["rate"] = rate.Share, ["passes"] = rate.Trues, ["fails"] = rate.Samples - rate.Trues },
        TrendSink trend => Values(trend),
        _ => throw new InvalidOperationException($"{sink.GetType().Name} has no place in a summary."),
    };

    private static JsonObject Values(TrendSink trend)
    {
        var values = new JsonObject { ["avg"] = trend.AverageMs, ["min"] = trend.MinMs, ["med"] = trend.PercentileMs(50), ["max"] = trend.MaxMs };
        foreach (var percentile in s_percentiles)
        {
            values[FormattableString.Invariant($"p({percentile})")] = trend.PercentileMs(percentile);
        }

        values["count"] = trend.Samples;
        return values;
    }
}
