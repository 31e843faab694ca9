using System.Text.Json.Nodes;
using TestOps.Load.BuiltIn;
using TestOps.Load.Metrics;
using TestOps.Load.Thresholds;

namespace TestOps.Load.Reporting;

/// <summary>The section <c>k6</c> of a snapshot: what measured, what it measured, how the thresholds came out.</summary>
internal static class LoadArtifact
{
    public static JsonObject Of(LoadMeasurement measurement, IReadOnlyList<ThresholdOutcome> outcomes, bool isCancelled)
    {
        var generator = measurement.Generator;
        return new JsonObject
        {
            ["driver"] = "builtin",
            ["label"] = "k6_runner",
            ["script"] = null,
            ["duration_ms"] = measurement.Result.Duration.TotalMilliseconds,
            ["cancelled"] = isCancelled,
            ["interrupted_iterations"] = measurement.Interrupted,
            ["metrics"] = Metrics(measurement.Result, outcomes),
            ["thresholds"] = Thresholds(outcomes),
            ["generator"] = new JsonObject { ["cpu_share"] = generator.CpuShare, ["cores"] = generator.Cores, ["tick_lag_max_ms"] = generator.TickLagMaxMs },
        };
    }

    private static JsonObject Metrics(LoadResult result, IReadOnlyList<ThresholdOutcome> outcomes)
    {
        var metrics = new JsonObject();
        foreach (var (key, metric) in LoadSummary.Of(result))
        {
            metrics[key] = metric;
        }

        foreach (var group in outcomes.GroupBy(outcome => outcome.Threshold.Metric, StringComparer.Ordinal))
        {
            // As in k6, a metric carries its thresholds; where it has no samples it is absent, and only the list of thresholds names it.
            if (metrics[group.Key] is JsonObject metric)
            {
                metric["thresholds"] = Verdicts(group, static outcome => new JsonObject { ["ok"] = outcome.Holds });
            }
        }

        // The flat figures that the HTTP API promises beside k6's own keys.
        var duration = result.Find<TrendSink>(MetricNames.HttpReqDuration);
        metrics["p95_ms"] = duration?.PercentileMs(95);
        metrics["p99_ms"] = duration?.PercentileMs(99);
        metrics["error_rate"] = result.Find<RateSink>(MetricNames.HttpReqFailed)?.Share;
        return metrics;
    }

    private static JsonObject Thresholds(IReadOnlyList<ThresholdOutcome> outcomes)
    {
        var thresholds = new JsonObject();
        foreach (var group in outcomes.GroupBy(outcome => outcome.Threshold.Metric, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            thresholds[group.Key] = Verdicts(group, static outcome => new JsonObject { ["ok"] = outcome.Holds, ["value"] = outcome.Value });
        }

        return thresholds;
    }

    private static JsonObject Verdicts(IEnumerable<ThresholdOutcome> outcomes, Func<ThresholdOutcome, JsonObject> verdict)
    {
        var verdicts = new JsonObject();
        foreach (var outcome in outcomes)
        {
            verdicts[outcome.Expression.Source] = verdict(outcome);
        }

        return verdicts;
    }
}
