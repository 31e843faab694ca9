using TestOps.Load.Metrics;

namespace TestOps.Load.Thresholds;

/// <summary>Which aggregations a kind of metric has, as in k6.</summary>
internal static class Aggregations
{
    public static bool Fits(this Aggregation aggregation, LoadMetricKind kind) => kind switch
    {
        LoadMetricKind.Counter => aggregation is Aggregation.Count or Aggregation.Rate,
        LoadMetricKind.Gauge => aggregation is Aggregation.Value,
        LoadMetricKind.Rate => aggregation is Aggregation.Rate,
        _ => aggregation is Aggregation.Average or Aggregation.Min or Aggregation.Max or Aggregation.Percentile,
    };

    public static string NamesOf(LoadMetricKind kind) => kind switch
    {
        LoadMetricKind.Counter => "count, rate",
        LoadMetricKind.Gauge => "value",
        LoadMetricKind.Rate => "rate",
        _ => "avg, min, med, max, p(0-100)",
    };

    public static string Example(LoadMetricKind kind) => kind switch
    {
        LoadMetricKind.Counter => "count>100",
        LoadMetricKind.Gauge => "value<100",
        LoadMetricKind.Rate => "rate<0.01",
        _ => "p(95)<500",
    };
}
