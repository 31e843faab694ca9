using System.Globalization;
using System.Text.Json.Nodes;
using TestOps.Load.Metrics;
using TestOps.Load.Thresholds;

namespace TestOps.Load.K6;

/// <summary>Makes the driver-neutral measurement of a run of k6. Its own summary and verdicts are the truth, except that a threshold without samples has none: k6 takes 0 for its value.</summary>
internal sealed class K6Measurement(K6Tool tool, K6Script script, K6Outcome outcome)
{
    private readonly K6Tally _tally = outcome.Tally;
    private readonly TimeSpan _duration = outcome.Summary?.Duration ?? outcome.Tally.Length;

    public LoadMeasurement Of(string? scriptName, string command)
    {
        var summary = Summary();
        var failures = _tally.Failures;
        var thresholds = Thresholds(summary).ToList();
        return new LoadMeasurement
        {
            Driver = "k6",
            DriverVersion = tool.Version,
            Script = scriptName,
            Duration = _duration,
            Summary = summary,
            Scenarios = [.. Scenarios()],
            Requests = Whole(summary, MetricNames.HttpReqs, "count") ?? _tally.Requests,
            Failed = Whole(summary, MetricNames.HttpReqFailed, "passes") ?? _tally.Failed,
            Unanswered = failures.Unanswered,
            Failures = failures.Evidence,
            Thresholds = thresholds,
            AbortedBy = AbortedBy(thresholds),
            DriverGates = [.. K6Conclusion.Gates(outcome)],
            DriverWarnings = [.. K6Conclusion.Warnings(outcome)],
            DriverEvidence = Evidence(command),
        };
    }

    // A metric that only a threshold names is in k6's summary with zeros.
    private SortedDictionary<string, LoadMetric> Summary()
    {
        var metrics = new SortedDictionary<string, LoadMetric>(StringComparer.Ordinal);
        if (outcome.Summary is not { } summary)
        {
            foreach (var (key, samples) in _tally.Metrics.Where(static metric => metric.Value.Count > 0))
            {
                metrics[key] = samples.ToMetric(_duration);
            }

            return metrics;
        }

        foreach (var (key, metric) in summary.Metrics.Where(metric => HasSamples(metric.Key, metric.Value)))
        {
            metrics[key] = metric;
        }

        return metrics;
    }

    private bool HasSamples(string key, LoadMetric metric)
    {
        var said = metric.Kind switch
        {
            LoadMetricKind.Trend => metric["count"] ?? (metric["max"] is > 0 ? 1 : null),
            LoadMetricKind.Rate => metric["passes"] + metric["fails"],
            LoadMetricKind.Counter => metric["count"] is > 0 ? 1 : null,
            _ => null,
        };

        // Where the summary cannot tell 0 from nothing, the stream can; a metric that no threshold names is only there because it has samples.
        return said > 0 || (said is null && (_tally.SamplesOf(key) ?? 1) > 0);
    }

    private IEnumerable<ThresholdVerdict> Thresholds(SortedDictionary<string, LoadMetric> summary)
    {
        foreach (var threshold in script.Options.Thresholds)
        {
            var contains = (outcome.Summary?.Metrics.GetValueOrDefault(threshold.Metric) ?? summary.GetValueOrDefault(threshold.Metric))?.Contains ?? "default";
            if (outcome.Summary is not { } own || !own.Verdicts.TryGetValue((threshold.Metric, threshold.Source), out var holds))
            {
                yield return new ThresholdVerdict(threshold.Metric, threshold.Source, null, null, contains) { Reason = "k6 gave no verdict: its summary is missing, or does not name the threshold" };
            }
            else if (summary.TryGetValue(threshold.Metric, out var metric))
            {
                yield return new ThresholdVerdict(threshold.Metric, threshold.Source, holds, Read(threshold.Source, metric), contains);
            }
            else if (threshold.Metric.Split('{', 2)[0] == MetricNames.DroppedIterations && _tally.Iterations > 0)
            {
                // k6 writes a sample only for what it drops: where iterations ran, none says that none was dropped.
                yield return new ThresholdVerdict(threshold.Metric, threshold.Source, holds, 0, contains);
            }
            else
            {
                yield return new ThresholdVerdict(threshold.Metric, threshold.Source, null, null, contains);
            }
        }
    }

    private static double? Read(string source, LoadMetric metric) =>
        !ThresholdExpression.TryParse(source, out var expression, out _) ? null
        : metric.Kind == LoadMetricKind.Trend ? metric[expression.Method] ?? (expression.Method == "p(50)" ? metric["med"] : null)
        : metric[expression.Method];

    private IEnumerable<ScenarioTally> Scenarios()
    {
        var known = script.Options.Scenarios.ToDictionary(static scenario => scenario.Name, StringComparer.Ordinal);
        foreach (var name in known.Keys.Concat(_tally.Scenarios.Keys).Distinct(StringComparer.Ordinal))
        {
            var (complete, dropped) = _tally.Scenarios.GetValueOrDefault(name);
            yield return new ScenarioTally(name, complete, null, dropped, known.GetValueOrDefault(name)?.VusMax ?? script.Options.VusMax);
        }
    }

    private string? AbortedBy(List<ThresholdVerdict> thresholds)
    {
        if (outcome.Log.AbortedBy is not { } said)
        {
            return null;
        }

        var aborting = script.Options.Thresholds.Where(static threshold => threshold.AbortOnFail).Select(static threshold => (threshold.Metric, threshold.Source)).ToHashSet();
        var crossed = thresholds.Where(threshold => threshold.Holds == false && aborting.Contains((threshold.Metric, threshold.Source))).ToList();
        return (crossed.FirstOrDefault(threshold => said.Contains($"'{threshold.Metric}'", StringComparison.Ordinal)) ?? crossed.FirstOrDefault())?.Text ?? said;
    }

    private Dictionary<string, JsonNode?> Evidence(string command)
    {
        var log = outcome.Log;
        return new Dictionary<string, JsonNode?>(StringComparer.Ordinal)
        {
            ["script_sha256"] = script.Sha256,
            ["command"] = command,
            ["exit_code"] = outcome.ExitCode,
            ["conclusion"] = outcome.Ending == K6Ending.Cancelled ? "the run was cancelled" : K6Conclusion.Of(outcome).Words,
            ["summary_source"] = outcome.Summary?.Source ?? "stream",
            ["exceptions"] = new JsonObject { ["iterations"] = log.IterationExceptions, ["first"] = log.FirstException },
            ["errors"] = new JsonArray([.. log.Errors.Select(static error => (JsonNode?)error)]),
            ["scenarios"] = new JsonArray([.. Scenarios().Select(static scenario => (JsonNode?)new JsonObject
            {
                ["name"] = scenario.Name, ["iterations"] = scenario.Complete, ["dropped"] = scenario.Dropped, ["max_vus"] = scenario.VusMax,
            })]),
            ["unreadable_lines"] = _tally.Unreadable,
            ["log_tail"] = outcome.LogTail,
        };
    }

    private static long? Whole(SortedDictionary<string, LoadMetric> summary, string key, string value) =>
        summary.GetValueOrDefault(key)?[value] is { } number ? Convert.ToInt64(number, CultureInfo.InvariantCulture) : null;
}
