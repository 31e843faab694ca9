using System.Text.Json.Nodes;

namespace TestOps.Load.K6;

/// <summary>What a whole stream of k6 came to.</summary>
/// <param name="Unreadable">Lines that are no samples: text of a script's own summary, or a line that a kill has cut.</param>
/// <param name="Metrics">Metrics that have samples, by name, each <c>{type, contains, values}</c>.</param>
/// <param name="Samples">Samples that matched each key that was asked for.</param>
public sealed record K6StreamTotals(long Unreadable, IReadOnlyDictionary<string, JsonObject> Metrics, IReadOnlyDictionary<string, long> Samples);
