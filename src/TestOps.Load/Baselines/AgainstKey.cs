using System.Diagnostics.CodeAnalysis;
using TestOps.Load.Metrics;
using TestOps.Load.Thresholds;

namespace TestOps.Load.Baselines;

/// <summary>What a gate against a baseline compares: <c>p(95)</c> of <c>http_req_duration</c>, or <c>METRIC AGGREGATION</c>.</summary>
/// <param name="Metric">The key of the metric: <c>http_req_duration{name:ask}</c>.</param>
/// <param name="Aggregation">The value, as summaries name it: <c>p(95)</c>, <c>rate</c>.</param>
internal sealed record AgainstKey(string Metric, string Aggregation)
{
    /// <summary>Reads a key; false with the <paramref name="reason"/> where it is malformed. Whether the metric exists is another question.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out AgainstKey? key, [NotNullWhen(false)] out string? reason)
    {
        var trimmed = text.Trim();
        var at = trimmed.LastIndexOf(' ');
        var (metric, aggregation) = at < 0 ? (MetricNames.HttpReqDuration, trimmed) : (trimmed[..at].Trim(), trimmed[(at + 1)..]);
        key = null;
        if (!ThresholdExpression.TryParse($"{aggregation}<0", out _, out _))
        {
            reason = $"'{aggregation}' is no aggregation";
            return false;
        }

        if (!MetricSelector.TryParse(metric, out _, out reason))
        {
            return false;
        }

        key = new AgainstKey(metric, aggregation);
        return true;
    }
}
