using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TestOps.Load.K6;

/// <summary>One scenario of a script, as <c>k6 inspect</c> shows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="StartTime">When it starts.</param>
/// <param name="Duration">How long it lasts without graceful stop; the longest, where iterations may end it earlier.</param>
/// <param name="VusMax">Most virtual users.</param>
/// <param name="RateMax">Most iteration starts a second; 0 where users loop.</param>
internal sealed record K6Scenario(string Name, TimeSpan StartTime, TimeSpan Duration, int VusMax, double RateMax)
{
    // k6's defaults of what a scenario does not say.
    private static readonly TimeSpan s_maxDuration = TimeSpan.FromMinutes(10);

    public static K6Scenario Of(string name, JsonObject options)
    {
        var stages = (options["stages"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        var executor = Text(options["executor"]);
        var unit = K6Durations.Read(options["timeUnit"]) ?? TimeSpan.FromSeconds(1);
        var targets = stages.Select(static stage => Number(stage["target"]) ?? 0).ToList();
        var starts = executor switch
        {
            "constant-arrival-rate" => Number(options["rate"]) ?? 0,
            "ramping-arrival-rate" => targets.Append(Number(options["startRate"]) ?? 0).Max(),
            _ => 0,
        };
        var users = executor switch
        {
            "constant-arrival-rate" or "ramping-arrival-rate" => Number(options["maxVUs"]) ?? Number(options["preAllocatedVUs"]) ?? 1,
            "ramping-vus" => targets.Append(Number(options["startVUs"]) ?? 1).Max(),
            _ => Number(options["vus"]) ?? 1,
        };
        var duration = stages.Count > 0 ? stages.Aggregate(TimeSpan.Zero, static (sum, stage) => sum + (K6Durations.Read(stage["duration"]) ?? TimeSpan.Zero))
            : K6Durations.Read(options["duration"]) ?? K6Durations.Read(options["maxDuration"]) ?? (executor?.EndsWith("iterations", StringComparison.Ordinal) == true ? s_maxDuration : TimeSpan.Zero);
        return new K6Scenario(name, K6Durations.Read(options["startTime"]) ?? TimeSpan.Zero, duration, (int)users, unit > TimeSpan.Zero ? starts / unit.TotalSeconds : starts);
    }

    private static string? Text(JsonNode? value) => value is JsonValue text && text.GetValueKind() == JsonValueKind.String ? text.GetValue<string>() : null;

    private static double? Number(JsonNode? value) =>
        value is JsonValue number && number.GetValueKind() == JsonValueKind.Number ? double.Parse(number.ToJsonString(), CultureInfo.InvariantCulture) : null;
}
