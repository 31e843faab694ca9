namespace TestOps.Core.Suites;

/// <summary>One threshold expression of a metric key, in k6's grammar.</summary>
/// <param name="Metric">The key: <c>http_req_duration{name:ask}</c>.</param>
/// <param name="Expression">The expression: <c>p(95)&lt;500</c>.</param>
public sealed record ThresholdSpec(string Metric, string Expression)
{
    /// <summary>Whether the load ends as soon as the threshold is crossed.</summary>
    public bool AbortOnFail { get; init; }

    /// <summary>Time from the start during which a crossed threshold does not end the load; 0.</summary>
    public TimeSpan DelayAbortEval { get; init; }
}
