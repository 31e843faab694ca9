namespace TestOps.Load.Metrics;

/// <summary>A metric that the built-in driver measures.</summary>
/// <param name="Name">k6's name.</param>
/// <param name="Kind">How it aggregates.</param>
/// <param name="Contains">k6's content type: <c>default</c>, <c>time</c> (milliseconds) or <c>data</c> (bytes).</param>
/// <param name="Tags">Tags that its samples carry, in ordinal order; a sub-metric can only name these.</param>
/// <param name="IsExtra">Whether k6 does not have it.</param>
public sealed record MetricDefinition(string Name, LoadMetricKind Kind, string Contains, IReadOnlyList<string> Tags, bool IsExtra = false);
