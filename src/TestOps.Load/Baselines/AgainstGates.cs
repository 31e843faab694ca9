using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Phases;
using TestOps.Core.Suites;
using TestOps.Load.Reporting;

namespace TestOps.Load.Baselines;

/// <summary>The gates of a load relative to a baseline. A value fails where it is worse than the baseline's by more than every margin that is given.</summary>
internal static class AgainstGates
{
    private const string HowToBegin = "make a first baseline with --baseline none, or name a run with --baseline RUN";
    private const string Accepted = "--baseline none accepts that there is nothing to compare with";

    /// <summary>The gates in the order of the suite.</summary>
    public static IReadOnlyList<GateMeasured> Of(IReadOnlyList<AgainstSpec> against, LoadMeasurement measurement, LoadBaseline? baseline) =>
        [.. against.Select(gate => Judge(gate, measurement, baseline ?? new MissingBaseline("nobody has looked for one")))];

    /// <summary>What the snapshot keeps of the baseline; null where there was none.</summary>
    public static JsonObject? EvidenceOf(LoadBaseline? baseline) => baseline is not MeasuredBaseline measured ? null : new JsonObject
    {
        ["run_id"] = measured.RunId.ToString(),
        ["started_at"] = Times.ToText(measured.StartedAt),
        ["seal"] = measured.Seal,
        ["engine_version"] = measured.EngineVersion,
    };

    private static GateMeasured Judge(AgainstSpec against, LoadMeasurement measurement, LoadBaseline baseline)
    {
        if (!AgainstKey.TryParse(against.Key, out var key, out var reason))
        {
            throw new InvalidOperationException($"{against.Key} was validated, but {reason}.");
        }

        var metric = measurement.Summary.GetValueOrDefault(key.Metric);
        var value = metric?[key.Aggregation];
        var margins = $"at most {against.Margins} worse";
        if (metric is null || value is not { } seen)
        {
            return Open(against, "no samples", margins, $"{key.Metric} has no samples: see that the load reaches what the gate names");
        }

        var unit = key.Aggregation == "rate" ? "default" : metric.Contains;
        var shown = Figures.Of(seen, unit);
        var direction = Worsening.Of(key.Metric, metric.Contains, metric.Kind);
        return baseline switch
        {
            DeclinedBaseline => new GateMeasured(LoadPhase.PhaseName, against.Gate, null, shown, margins, null, null, Accepted),
            MissingBaseline missing => Open(against, shown, margins, $"no baseline: {missing.Reason}; {HowToBegin}"),
            MeasuredBaseline measured when direction == 0 => Open(against, shown, margins, $"nobody knows which way {key.Metric} is better than in run {measured.RunId}"),
            MeasuredBaseline measured when ValueOf(measured, key) is { } before => Compare(against, measured, before, seen, direction, unit) is var gate && gate.Holds == true && LoadGates.IsOfRefusalsAlone(key.Metric, unit, measurement)
                ? gate with { Holds = null, Margin = null, Detail = LoadGates.OfRefusals }
                : gate,
            MeasuredBaseline measured => Open(against, shown, margins, $"run {measured.RunId} has no {key.Aggregation} of {key.Metric}: choose another one, or begin anew with --baseline none"),
            _ => throw new InvalidOperationException($"{baseline.GetType().Name} is no baseline."),
        };
    }

    private static GateMeasured Compare(AgainstSpec against, MeasuredBaseline baseline, double before, double value, int direction, string unit)
    {
        // Both margins must be exceeded, so that the wider one decides.
        var allowed = Math.Max((against.WorseBy ?? 0) * Math.Abs(before), against.And ?? 0);
        var worse = (value - before) * direction;
        var limit = before + (allowed * direction);
        var holds = worse <= allowed;
        var word = direction > 0 ? "at most" : "at least";
        return new GateMeasured(
            LoadPhase.PhaseName,
            against.Gate,
            holds,
            Figures.Of(value, unit),
            $"{word} {Figures.Of(limit, unit)}: {Figures.Of(before, unit)} in run {baseline.RunId}, {against.Margins} worse",
            Figures.Of(allowed - worse, unit),
            holds ? null : $"{Figures.Of(worse, unit)}{ShareOf(worse, before)} worse than in run {baseline.RunId} of {Times.ToText(baseline.StartedAt)}{VersionOf(baseline)}");
    }

    private static string VersionOf(MeasuredBaseline baseline) => baseline.EngineVersion is { } version ? $", engine version {version}" : "";

    private static string ShareOf(double worse, double before) => before == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" ({worse / Math.Abs(before) * 100:0.#} %)");

    private static double? ValueOf(MeasuredBaseline baseline, AgainstKey key) =>
        baseline.Metrics[key.Metric] is JsonObject metric && metric["values"] is JsonObject values && values[key.Aggregation] is JsonValue value && value.GetValueKind() == JsonValueKind.Number
            ? double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture)
            : null;

    private static GateMeasured Open(AgainstSpec against, string value, string limit, string detail) => new(LoadPhase.PhaseName, against.Gate, null, value, limit, null, detail);
}
