namespace TestOps.Core.Suites;

/// <summary>One threshold expression of a metric key, in k6's grammar.</summary>
/// <param name="Metric">The key: <c>http_req_duration{name:ask}</c>.</param>
/// <param name="Expression">The expression: <c>p(95)&lt;500</c>.</param>
public sealed record ThresholdSpec(string Metric, string Expression);
