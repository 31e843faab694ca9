namespace TestOps.Core.Journaling;

/// <summary>How a threshold stands while a load runs. It may still change: the gate at the end is what counts.</summary>
/// <param name="Metric">The key, as in the suite: <c>http_req_duration{name:ask}</c>.</param>
/// <param name="Expression">The expression, as in the suite: <c>p(95)&lt;500</c>.</param>
/// <param name="Value">The value over everything since the start, in the metric's unit; null without samples.</param>
/// <param name="Holds">Whether the value keeps the threshold; null without samples.</param>
public sealed record ThresholdStanding(string Metric, string Expression, double? Value, bool? Holds);
