using TestOps.Core.Journaling;
using TestOps.Core.Phases;
using TestOps.Load.Baselines;
using TestOps.Load.Metrics;

namespace TestOps.Load.Reporting;

/// <summary>Writes what a load came to into the journal and the snapshot.</summary>
internal static class LoadReport
{
    public static async Task WriteAsync(PhaseContext context, LoadMeasurement measurement, bool isCancelled, CancellationToken cancellationToken)
    {
        foreach (var (key, metric) in measurement.Summary)
        {
            await context.AppendAsync(Event(key, metric), cancellationToken).ConfigureAwait(false);
        }

        var against = context.Plan.Suite.Load?.Against ?? [];
        var artifact = LoadArtifact.Of(measurement, isCancelled);
        if (against.Count > 0)
        {
            artifact["baseline"] = AgainstGates.EvidenceOf(context.Baseline);
        }

        context.AddArtifact("k6", artifact);
        if (isCancelled)
        {
            // A load that was cut short proves neither that a threshold holds nor that it does not.
            return;
        }

        var gates = GateNotes.On([.. LoadGates.Of(measurement), .. AgainstGates.Of(against, measurement, context.Baseline)], measurement);
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

    // A metric has many values, the event one: the one that thresholds ask for first. All of them are in its data.
    private static MetricMeasured Event(string key, LoadMetric metric)
    {
        var (value, unit) = metric.Kind switch
        {
            LoadMetricKind.Trend => (metric["p(95)"], metric.Contains switch { "time" => "ms", "data" => "bytes", _ => "count" }),
            LoadMetricKind.Rate => (metric["rate"], "share"),
            LoadMetricKind.Counter => (metric["count"], metric.Contains == "data" ? "bytes" : "count"),
            _ => (metric["value"], metric.Contains switch { "time" => "ms", "data" => "bytes", _ => "count" }),
        };
        return new MetricMeasured(LoadPhase.PhaseName, key, value, unit, metric.ToJson());
    }
}
