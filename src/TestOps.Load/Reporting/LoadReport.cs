using System.Text.Json.Nodes;
using TestOps.Core.Journaling;
using TestOps.Core.Phases;
using TestOps.Core.Suites;
using TestOps.Load.BuiltIn;
using TestOps.Load.Thresholds;

namespace TestOps.Load.Reporting;

/// <summary>Writes what a load came to into the journal and the snapshot.</summary>
internal static class LoadReport
{
    public static async Task WriteAsync(PhaseContext context, LoadSpec load, LoadMeasurement measurement, bool isCancelled, CancellationToken cancellationToken)
    {
        foreach (var (key, metric) in LoadSummary.Of(measurement.Result))
        {
            await context.AppendAsync(Event(key, metric), cancellationToken).ConfigureAwait(false);
        }

        var outcomes = ThresholdJudge.Judge(load, measurement.Result);
        context.AddArtifact("k6", LoadArtifact.Of(measurement, outcomes, isCancelled));
        if (isCancelled)
        {
            // A load that was cut short proves neither that a threshold holds nor that it does not.
            return;
        }

        var gates = LoadGates.Of(measurement, outcomes);
        foreach (var gate in gates)
        {
            await context.AppendAsync(gate, cancellationToken).ConfigureAwait(false);
        }

        foreach (var warning in LoadWarnings.Of(measurement, gates))
        {
            await context.AppendAsync(new Notice(LoadPhase.PhaseName, EventSeverity.Warning, warning.Text), cancellationToken).ConfigureAwait(false);
            await context.OpenIncidentAsync(warning.Code, LoadPhase.PhaseName, warning.Text, context.Facts(warning.Facts), cancellationToken).ConfigureAwait(false);
        }
    }

    private static MetricMeasured Event(string key, JsonObject metric)
    {
        var values = (JsonObject)metric["values"]!;
        var (main, unit) = (string)metric["type"]! switch
        {
            "trend" => ("p(95)", "ms"),
            "rate" => ("rate", "share"),
            "gauge" => ("value", "count"),
            _ => ("count", (string)metric["contains"]! == "data" ? "bytes" : "count"),
        };
        return new MetricMeasured(LoadPhase.PhaseName, key, (double)values[main]!, unit, metric);
    }
}
