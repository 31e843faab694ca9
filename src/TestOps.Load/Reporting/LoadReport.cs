using System.Text.Json.Nodes;
using TestOps.Core.Journaling;
using TestOps.Core.Phases;
using TestOps.Core.Suites;
using TestOps.Load.BuiltIn;
using TestOps.Load.Metrics;
using TestOps.Load.Thresholds;

namespace TestOps.Load.Reporting;

/// <summary>Writes what a load came to into the journal and the snapshot.</summary>
internal static class LoadReport
{
    public static async Task WriteAsync(PhaseContext context, LoadSpec load, LoadMeasurement measurement, bool isCancelled, CancellationToken cancellationToken)
    {
        foreach (var (key, metric) in LoadSummary.Of(measurement.Result))
        {
            await context.AppendAsync(Event(key, metric, measurement.Result), cancellationToken).ConfigureAwait(false);
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

    // A metric has many values, the event one: the one that thresholds ask for first. All of them are in its data.
    private static MetricMeasured Event(string key, JsonObject metric, LoadResult result)
    {
        var (value, unit) = result.Sinks.GetValueOrDefault(key) switch
        {
            TrendSink trend => (trend.PercentileMs(95), "ms"),
            RateSink rate => (rate.Share, "share"),
            CounterSink counter => (counter.Total, LoadSummary.MetricOf(key).Contains == "data" ? "bytes" : "count"),
            _ => (result.Gauge(key)!.Value.Last, "count"),
        };
        return new MetricMeasured(LoadPhase.PhaseName, key, value, unit, metric);
    }
}
