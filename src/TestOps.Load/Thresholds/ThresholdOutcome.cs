using TestOps.Core.Suites;

namespace TestOps.Load.Thresholds;

/// <summary>What a threshold came to.</summary>
/// <param name="Threshold">The threshold.</param>
/// <param name="Expression">Its expression.</param>
/// <param name="Value">The value seen, in the metric's unit; null without samples.</param>
/// <param name="Contains">k6's content type of the metric: <c>default</c>, <c>time</c> or <c>data</c>.</param>
public sealed record ThresholdOutcome(ThresholdSpec Threshold, ThresholdExpression Expression, double? Value, string Contains)
{
    /// <summary>Whether it holds; null without samples. (k6 takes 0 for the value then, so that latency thresholds of a dead target pass.)</summary>
    public bool? Holds => Value is { } value ? Expression.Holds(value) : null;
}
