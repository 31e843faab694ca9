namespace TestOps.Load.Metrics;

/// <summary>Every metric of the built-in driver, with k6's names and meanings (docs/reference/load.md).</summary>
public static class MetricCatalogue
{
    private static readonly string[] s_requestTags = ["error_code", "expected_response", "group", "method", "name", "proto", "scenario", "status", "tls_version", "url"];
    private static readonly string[] s_checkTags = ["check", "group", "name", "scenario"];
    private static readonly string[] s_iterationTags = ["group", "scenario"];
    private static readonly string[] s_scheduleTags = ["scenario"];

    /// <summary>All metrics, by name.</summary>
    public static IReadOnlyList<MetricDefinition> All { get; } =
    [
        new(MetricNames.Checks, LoadMetricKind.Rate, "default", s_checkTags),
        new(MetricNames.DataReceived, LoadMetricKind.Counter, "data", s_iterationTags),
        new(MetricNames.DataSent, LoadMetricKind.Counter, "data", s_iterationTags),
        new(MetricNames.DroppedIterations, LoadMetricKind.Counter, "default", s_scheduleTags),
        new(MetricNames.HttpReqBlocked, LoadMetricKind.Trend, "time", s_requestTags),
        new(MetricNames.HttpReqConnecting, LoadMetricKind.Trend, "time", s_requestTags),
        new(MetricNames.HttpReqDuration, LoadMetricKind.Trend, "time", s_requestTags),
        new(MetricNames.HttpReqDurationIntended, LoadMetricKind.Trend, "time", s_requestTags, IsExtra: true),
        new(MetricNames.HttpReqFailed, LoadMetricKind.Rate, "default", s_requestTags),
        new(MetricNames.HttpReqReceiving, LoadMetricKind.Trend, "time", s_requestTags),
        new(MetricNames.HttpReqSending, LoadMetricKind.Trend, "time", s_requestTags),
        new(MetricNames.HttpReqTlsHandshaking, LoadMetricKind.Trend, "time", s_requestTags),
        new(MetricNames.HttpReqWaiting, LoadMetricKind.Trend, "time", s_requestTags),
        new(MetricNames.HttpReqs, LoadMetricKind.Counter, "default", s_requestTags),
        new(MetricNames.IterationDuration, LoadMetricKind.Trend, "time", s_iterationTags),
        new(MetricNames.IterationStartLag, LoadMetricKind.Trend, "time", s_scheduleTags, IsExtra: true),
        new(MetricNames.Iterations, LoadMetricKind.Counter, "default", s_iterationTags),
        new(MetricNames.Vus, LoadMetricKind.Gauge, "default", []),
        new(MetricNames.VusMax, LoadMetricKind.Gauge, "default", []),
    ];

    /// <summary>The metric of that name, or null.</summary>
    public static MetricDefinition? Find(string name) => All.FirstOrDefault(metric => metric.Name == name);
}
