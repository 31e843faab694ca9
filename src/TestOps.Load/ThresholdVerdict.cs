using TestOps.Load.Thresholds;

namespace TestOps.Load;

/// <summary>What came of one threshold.</summary>
/// <param name="Metric">Its key: <c>http_req_duration{name:ask}</c>.</param>
/// <param name="Source">The expression as written: <c>p(95)&lt;500</c>.</param>
/// <param name="Holds">Whether it holds; null without samples.</param>
/// <param name="Value">The value seen, in the metric's unit; null without samples, or where the driver does not say.</param>
/// <param name="Contains">k6's content type of the metric: <c>default</c>, <c>time</c> or <c>data</c>.</param>
internal sealed record ThresholdVerdict(string Metric, string Source, bool? Holds, double? Value, string Contains)
{
    /// <summary>Why there is no verdict, where that is not for want of samples; null otherwise.</summary>
    public string? Reason { get; init; }

    /// <summary>Name of the threshold in texts and gates.</summary>
    public string Text => $"{Metric} {Source}";

    /// <summary>The expression; null where it is one that only k6 reads.</summary>
    public ThresholdExpression? Expression => ThresholdExpression.TryParse(Source, out var expression, out _) ? expression : null;

    public static ThresholdVerdict Of(ThresholdOutcome outcome) => new(outcome.Threshold.Metric, outcome.Expression.Source, outcome.Holds, outcome.Value, outcome.Contains);
}
