using TestOps.Load.Metrics;

namespace TestOps.Load.Baselines;

/// <summary>Which way a metric gets worse.</summary>
internal static class Worsening
{
    /// <summary>1 where a higher value is worse, -1 where a lower one is, 0 where neither is better.</summary>
    public static int Of(string metric, string contains, LoadMetricKind kind) => metric.Split('{', 2)[0] switch
    {
        MetricNames.HttpReqFailed or MetricNames.DroppedIterations => 1,
        MetricNames.HttpReqs or MetricNames.Iterations or MetricNames.Checks => -1,
        _ when kind == LoadMetricKind.Trend && contains == "time" => 1,
        _ => 0,
    };
}
