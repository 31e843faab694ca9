using System.Text.Json.Nodes;
using TestOps.Load.Metrics;

namespace TestOps.Load.Reporting;

/// <summary>The values of every metric under the keys of k6's summary (<c>handleSummary</c>).</summary>
public static class LoadSummary
{
    private static readonly double[] s_percentiles = [90, 95, 99];

    /// <summary>Metrics by key in ordinal order, each <c>{type, contains, values}</c>; metrics without samples are absent, as in k6.</summary>
    public static IReadOnlyDictionary<string, JsonObject> Of(LoadResult result)
    {
        var metrics = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
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
    internal static MetricDefinition MetricOf(string key) => MetricCatalogue.Find(key.Split('{', 2)[0])!;

    private static JsonObject Entry(string key, JsonObject values)
    {
        var metric = MetricOf(key);
        return new JsonObject { ["type"] = metric.Kind.ToString().ToLowerInvariant(), ["contains"] = metric.Contains, ["values"] = values };
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
