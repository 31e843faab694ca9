using System.Text.Json.Nodes;
using TestOps.Load.Metrics;

namespace TestOps.Load.Reporting;

/// <summary>The section <c>k6</c> of a snapshot: what measured, what it measured, how the thresholds came out.</summary>
internal static class LoadArtifact
{
    public static JsonObject Of(LoadMeasurement measurement, bool isCancelled)
    {
        var artifact = new JsonObject
        {
            ["driver"] = measurement.Driver,
            ["driver_version"] = measurement.DriverVersion,
            ["label"] = "k6_runner",
            ["script"] = measurement.Script,
            ["duration_ms"] = measurement.Duration.TotalMilliseconds,
            ["cancelled"] = isCancelled,
            ["aborted_by"] = measurement.AbortedBy,
            ["interrupted_iterations"] = measurement.Interrupted,
            ["metrics"] = Metrics(measurement),
            ["thresholds"] = Thresholds(measurement.Thresholds),
            ["generator"] = measurement.Generator is { } generator
                ? new JsonObject { ["cpu_share"] = generator.CpuShare, ["cores"] = generator.Cores, ["tick_lag_max_ms"] = generator.TickLagMaxMs }
                : null,
        };
        foreach (var (name, value) in measurement.DriverEvidence)
        {
            artifact[name] = value?.DeepClone();
        }

        return artifact;
    }

    private static JsonObject Metrics(LoadMeasurement measurement)
    {
        var metrics = new JsonObject();
        foreach (var (key, metric) in measurement.Summary)
        {
            metrics[key] = metric.ToJson();
        }

        foreach (var group in measurement.Thresholds.GroupBy(static threshold => threshold.Metric, StringComparer.Ordinal))
        {
            // As in k6, a metric carries its thresholds; where it has no samples it is absent, and only the list of thresholds names it.
            if (metrics[group.Key] is JsonObject metric)
            {
                metric["thresholds"] = Verdicts(group, static threshold => new JsonObject { ["ok"] = threshold.Holds });
            }
        }

        // The flat figures that the HTTP API promises beside k6's own keys.
        var duration = measurement.Summary.GetValueOrDefault(MetricNames.HttpReqDuration);
        metrics["p95_ms"] = duration?["p(95)"];
        metrics["p99_ms"] = duration?["p(99)"];
        metrics["error_rate"] = measurement.Summary.GetValueOrDefault(MetricNames.HttpReqFailed)?["rate"];
        metrics["dropped"] = measurement.Dropped;
        return metrics;
    }

    private static JsonObject Thresholds(IReadOnlyList<ThresholdVerdict> verdicts)
    {
        var thresholds = new JsonObject();
        foreach (var group in verdicts.GroupBy(static threshold => threshold.Metric, StringComparer.Ordinal).OrderBy(static group => group.Key, StringComparer.Ordinal))
        {
            thresholds[group.Key] = Verdicts(group, static threshold => new JsonObject { ["ok"] = threshold.Holds, ["value"] = threshold.Value });
        }

        return thresholds;
    }

    private static JsonObject Verdicts(IEnumerable<ThresholdVerdict> thresholds, Func<ThresholdVerdict, JsonObject> verdict)
    {
        var verdicts = new JsonObject();
        foreach (var threshold in thresholds)
        {
            verdicts[threshold.Source] = verdict(threshold);
        }

        return verdicts;
    }
}
