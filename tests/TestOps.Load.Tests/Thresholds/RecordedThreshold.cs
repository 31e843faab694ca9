using System.Text.Json;

namespace TestOps.Load.Tests.Thresholds;

/// <summary>A threshold that a real k6 v2.2.0 judged, with the values that its summary printed for the metric.</summary>
public sealed record RecordedThreshold(string Recording, string Metric, string Type, string Expression, bool Ok, IReadOnlyDictionary<string, double> Values)
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web);

    /// <summary>Whether the metric had samples; only the counts of a summary tell.</summary>
    public bool HasSamples => Type == "rate" ? Values["passes"] + Values["fails"] > 0 : Recording != "threshold-empty";

    public static IReadOnlyList<RecordedThreshold> All { get; } =
        JsonSerializer.Deserialize<List<RecordedThreshold>>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Recordings", "thresholds.json")), s_options)!;
}
