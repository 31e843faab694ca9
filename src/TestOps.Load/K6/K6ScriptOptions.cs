using System.Text.Json;
using System.Text.Json.Nodes;
using TestOps.Load.Thresholds;

namespace TestOps.Load.K6;

/// <summary>A script's options, as <c>k6 inspect --execution-requirements</c> prints them.</summary>
internal sealed record K6ScriptOptions
{
    // What a summary needs for the figures that TestOps shows; k6's own columns stay.
    private static readonly string[] s_columns = ["avg", "min", "med", "max", "p(90)", "p(95)", "p(99)", "p(99.9)", "count"];

    /// <summary>The scenarios in the order of k6.</summary>
    public required IReadOnlyList<K6Scenario> Scenarios { get; init; }

    /// <summary>The thresholds, by metric in ordinal order, each metric's in the script's order.</summary>
    public required IReadOnlyList<K6Threshold> Thresholds { get; init; }

    /// <summary>Most virtual users at a time.</summary>
    public required int VusMax { get; init; }

    /// <summary>The longest that scenarios can take, graceful stops included.</summary>
    public required TimeSpan TotalDuration { get; init; }

    /// <summary>The longest that <c>setup()</c>, <c>teardown()</c> and <c>handleSummary()</c> can take.</summary>
    public required (TimeSpan Setup, TimeSpan Teardown, TimeSpan Summary) Stages { get; init; }

    /// <summary>Address ranges that the script itself blocks.</summary>
    public required IReadOnlyList<string> BlockedRanges { get; init; }

    /// <summary>Columns of trends that the summary is asked for: ours, the script's, and those that thresholds judge.</summary>
    public required IReadOnlyList<string> TrendColumns { get; init; }

    /// <summary>The longest that it takes without graceful stops.</summary>
    public TimeSpan Duration => Scenarios.Count == 0 ? TotalDuration : Scenarios.Max(static scenario => scenario.StartTime + scenario.Duration);

    /// <summary>Most iteration starts a second of the scenarios that overlap.</summary>
    public double RateMax => Scenarios.Count == 0 ? 0 : Scenarios.Max(at => Scenarios
        .Where(other => other.StartTime <= at.StartTime && at.StartTime < other.StartTime + other.Duration).Sum(static scenario => scenario.RateMax));

    /// <summary>The options of an output of inspect; null where it is none.</summary>
    public static K6ScriptOptions? Parse(string output)
    {
        try
        {
            return JsonNode.Parse(output) is JsonObject options && options.ContainsKey("maxVUs") ? Of(options) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static K6ScriptOptions Of(JsonObject options)
    {
        var thresholds = ThresholdsOf(options["thresholds"] as JsonObject ?? []).ToList();
        var judged = thresholds.Select(static threshold => ThresholdExpression.TryParse(threshold.Source, out var expression, out _) ? expression.Method : null)
            .OfType<string>().Where(static method => method.StartsWith("p(", StringComparison.Ordinal));
        return new K6ScriptOptions
        {
            Scenarios = [.. (options["scenarios"] as JsonObject ?? []).Where(static scenario => scenario.Value is JsonObject).Select(static scenario => K6Scenario.Of(scenario.Key, (JsonObject)scenario.Value!))],
            Thresholds = thresholds,
            VusMax = options["maxVUs"] is JsonValue users && users.TryGetValue<int>(out var count) ? count : 0,
            TotalDuration = K6Durations.Read(options["totalDuration"]) ?? TimeSpan.Zero,
            Stages = (
                K6Durations.Read(options["setupTimeout"]) ?? K6Defaults.StageTimeout,
                K6Durations.Read(options["teardownTimeout"]) ?? K6Defaults.StageTimeout,
                K6Durations.Read(options["handleSummaryTimeout"]) ?? K6Defaults.SummaryTimeout),
            BlockedRanges = [.. Texts(options["blacklistIPs"])],
            TrendColumns = [.. s_columns.Concat(Texts(options["summaryTrendStats"])).Concat(judged).Distinct(StringComparer.Ordinal)],
        };
    }

    private static IEnumerable<K6Threshold> ThresholdsOf(JsonObject thresholds) =>
        from metric in thresholds.OrderBy(static metric => metric.Key, StringComparer.Ordinal)
        from entry in metric.Value as JsonArray ?? []
        let source = (entry as JsonValue ?? (entry as JsonObject)?["threshold"] as JsonValue)?.ToString()
        where source is not null
        select new K6Threshold(metric.Key, source, (entry as JsonObject)?["abortOnFail"] is JsonValue aborts && aborts.GetValueKind() == JsonValueKind.True);

    private static IEnumerable<string> Texts(JsonNode? list) =>
        (list as JsonArray ?? []).OfType<JsonValue>().Where(static value => value.GetValueKind() == JsonValueKind.String).Select(static value => value.GetValue<string>());
}
