using System.Text.Json.Nodes;
using HdrHistogram;

namespace TestOps.Sim.Statistics;

/// <summary>Reads latencies out of a histogram of nanoseconds.</summary>
internal static class Latency
{
    /// <summary>A percentile in milliseconds; null without samples. 100 is the maximum.</summary>
    public static double? Ms(LongHistogram histogram, double percentile) =>
        histogram.TotalCount == 0 ? null : Math.Round(histogram.GetValueAtPercentile(percentile) / 1e6, 6);

    public static JsonObject ToJson(LongHistogram histogram) => new()
    {
        ["count"] = histogram.TotalCount,
        ["p50"] = Ms(histogram, 50),
        ["p95"] = Ms(histogram, 95),
        ["p99"] = Ms(histogram, 99),
        ["max"] = Ms(histogram, 100),
    };
}
