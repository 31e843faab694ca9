using System.Text.Json.Nodes;
using TestOps.Load.BuiltIn;
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
            ["aborted_after_ms"] = measurement.AbortedAfter?.TotalMilliseconds,
            ["interrupted_iterations"] = measurement.Interrupted,
            ["metrics"] = Metrics(measurement),
            ["thresholds"] = Thresholds(measurement.Thresholds),
            ["endpoints"] = Endpoints(measurement.Endpoints),
            ["generator"] = measurement.Generator is { } generator ? Generator(generator) : null,
        };
        foreach (var (name, value) in measurement.DriverEvidence)
        {
            artifact[name] = value?.DeepClone();
        }

        return artifact;
    }

    private static JsonObject Endpoints(IReadOnlyList<EndpointSummary> endpoints)
    {
        var rows = new JsonObject();
        foreach (var endpoint in endpoints)
        {
            rows[endpoint.Name] = new JsonObject
            {
                ["requests"] = endpoint.Requests,
                ["rate"] = endpoint.Rate,
                ["failed"] = endpoint.FailedShare,
                ["avg_ms"] = endpoint.AverageMs,
                ["p50_ms"] = endpoint.Percentiles.P50Ms,
                ["p95_ms"] = endpoint.Percentiles.P95Ms,
                ["p99_ms"] = endpoint.Percentiles.P99Ms,
                ["max_ms"] = endpoint.MaxMs,
            };
        }

        return rows;
    }

    private static JsonObject Generator(GeneratorReport generator) => new()
    {
        ["trustworthy"] = generator.IsTrustworthy,
        ["reasons"] = new JsonArray([.. generator.Reasons.Select(static reason => JsonValue.Create(reason))]),
        ["cpu_share"] = generator.CpuShare,
        ["cores"] = generator.Cores,
        ["seconds"] = generator.Seconds,
        ["busy_seconds"] = generator.BusySeconds,
        ["timer_lag_p99_ms"] = generator.TimerLagP99Ms,
        ["timer_lag_max_ms"] = generator.TimerLagMaxMs,
        ["start_lag_p99_ms"] = generator.StartLagP99Ms,
        ["gc_pause_share"] = generator.PauseShare,
    };

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
