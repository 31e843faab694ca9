using System.Text.Json;
using System.Text.Json.Nodes;
using TestOps.Load.Metrics;

namespace TestOps.Load.K6;

/// <summary>k6's own summary of a test.</summary>
/// <param name="Source">Where it comes from: <c>handleSummary</c> or <c>summary-export</c>.</param>
/// <param name="Duration">How long the test ran, as k6 says; null where it does not.</param>
/// <param name="Metrics">Metrics by key, those without samples that a threshold names included.</param>
/// <param name="Verdicts">k6's verdict of each threshold, by key and expression: whether it holds.</param>
internal sealed record K6Summary(
    string Source, TimeSpan? Duration, IReadOnlyDictionary<string, LoadMetric> Metrics, IReadOnlyDictionary<(string Metric, string Threshold), bool> Verdicts)
{
    private static readonly string[] s_notValues = ["thresholds", "type", "contains"];

    /// <summary>Reads what a wrapper wrote; null where there is no such file, or none that is whole.</summary>
    public static K6Summary? ReadHandled(string path)
    {
        if (ReadObject(path) is not { } data || data["metrics"] is not JsonObject metrics)
        {
            return null;
        }

        var read = new SortedDictionary<string, LoadMetric>(StringComparer.Ordinal);
        var verdicts = new Dictionary<(string, string), bool>();
        foreach (var (key, node) in metrics)
        {
            if (node is not JsonObject metric || metric["values"] is not JsonObject values || KindOf((string?)metric["type"]) is not { } kind)
            {
                continue;
            }

            read[key] = new LoadMetric(kind, (string?)metric["contains"] ?? "default", (JsonObject)values.DeepClone());
            foreach (var (threshold, verdict) in metric["thresholds"] as JsonObject ?? [])
            {
                if (verdict?["ok"] is JsonValue ok)
                {
                    verdicts[(key, threshold)] = ok.GetValueKind() == JsonValueKind.True;
                }
            }
        }

        var duration = data["state"]?["testRunDurationMs"] is JsonValue ms && ms.TryGetValue<double>(out var length) ? TimeSpan.FromMilliseconds(length) : (TimeSpan?)null;
        return new K6Summary("handleSummary", duration, read, verdicts);
    }

    /// <summary>
    /// Reads what <c>--summary-export</c> wrote; null where there is no such file, or none that is whole. In this shape a threshold's <c>true</c> says that it was crossed, a rate is
    /// called <c>value</c>, and types are missing: they come from the stream's declarations.
    /// </summary>
    public static K6Summary? ReadExported(string path, IReadOnlyDictionary<string, K6Samples> declared)
    {
        if (ReadObject(path) is not { } data || data["metrics"] is not JsonObject metrics)
        {
            return null;
        }

        var read = new SortedDictionary<string, LoadMetric>(StringComparer.Ordinal);
        var verdicts = new Dictionary<(string, string), bool>();
        foreach (var (key, node) in metrics)
        {
            if (node is not JsonObject metric)
            {
                continue;
            }

            var declaration = declared.GetValueOrDefault(key.Split('{', 2)[0]);
            var kind = declaration?.Kind ?? KindOf(metric);
            read[key] = new LoadMetric(kind, declaration?.Contains ?? MetricCatalogue.Find(key.Split('{', 2)[0])?.Contains ?? "default", ValuesOf(metric, kind));
            foreach (var (threshold, isCrossed) in metric["thresholds"] as JsonObject ?? [])
            {
                if (isCrossed is JsonValue crossed)
                {
                    verdicts[(key, threshold)] = crossed.GetValueKind() != JsonValueKind.True;
                }
            }
        }

        return new K6Summary("summary-export", null, read, verdicts);
    }

    private static JsonObject ValuesOf(JsonObject metric, LoadMetricKind kind)
    {
        var values = new JsonObject();
        foreach (var (name, value) in metric.Where(static value => !s_notValues.Contains(value.Key, StringComparer.Ordinal)))
        {
            values[kind == LoadMetricKind.Rate && name == "value" ? "rate" : name] = value?.DeepClone();
        }

        return values;
    }

    private static LoadMetricKind? KindOf(string? type) => type switch
    {
        "counter" => LoadMetricKind.Counter,
        "gauge" => LoadMetricKind.Gauge,
        "rate" => LoadMetricKind.Rate,
        "trend" => LoadMetricKind.Trend,
        _ => null,
    };

    private static LoadMetricKind KindOf(JsonObject values) =>
        values.ContainsKey("passes") ? LoadMetricKind.Rate
        : values.ContainsKey("rate") ? LoadMetricKind.Counter
        : values.ContainsKey("value") ? LoadMetricKind.Gauge
        : LoadMetricKind.Trend;

    private static JsonObject? ReadObject(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Length > K6Defaults.SummaryBytesMax)
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(File.ReadAllBytes(path)) as JsonObject;
        }
        catch (JsonException)
        {
            // A kill may have come between the first byte and the last.
            return null;
        }
    }
}
