using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TestOps.Load.Metrics;

namespace TestOps.Load;

/// <summary>One metric of a summary, in the shape of k6's <c>handleSummary</c>.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Contains">k6's content type: <c>default</c>, <c>time</c> or <c>data</c>.</param>
/// <param name="Values">Values by k6's names: <c>count</c>, <c>rate</c>, <c>p(95)</c>.</param>
internal sealed record LoadMetric(LoadMetricKind Kind, string Contains, JsonObject Values)
{
    /// <summary>A value, or null where the summary does not have it.</summary>
    public double? this[string name] =>
        Values[name] is JsonValue value && value.GetValueKind() == JsonValueKind.Number ? double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture) : null;

    /// <summary><c>{type, contains, values}</c>, a new object at every call.</summary>
    public JsonObject ToJson() => new() { ["type"] = Kind.ToString().ToLowerInvariant(), ["contains"] = Contains, ["values"] = Values.DeepClone() };
}
