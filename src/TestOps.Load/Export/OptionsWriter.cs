using System.Globalization;
using TestOps.Core.Suites;
using TestOps.Load.Baselines;
using TestOps.Load.Metrics;

namespace TestOps.Load.Export;

/// <summary>Writes <c>options</c>: scenarios, thresholds, HTTP, the values that a summary has.</summary>
internal sealed class OptionsWriter(LoadSpec load, ScriptLines lines)
{
    public void Write() => lines.Block("export const options = {", "};", () =>
    {
        lines.Block("scenarios: {", "},", () =>
        {
            foreach (var scenario in load.Scenarios)
            {
                lines.Add($"{JsText.Key(scenario.Name)}: {{ {string.Join(", ", Members(scenario))} }},");
            }
        });
        WriteThresholds();
        foreach (var (name, value) in Http(load.Http))
        {
            lines.Add($"{name}: {value},");
        }

        lines.Add("summaryTrendStats: ['avg', 'min', 'med', 'max', 'p(90)', 'p(95)', 'p(99)', 'count'],");
    });

    private void WriteThresholds()
    {
        // A list without a threshold brings a metric into the summary all the same: one that only a comparison names, and the count of dropped iterations, which the built-in driver
        // always has.
        var keys = load.Thresholds.Select(static threshold => threshold.Metric).Concat(AgainstMetrics.Of(load).Where(static key => key.Contains('{', StringComparison.Ordinal)));
        lines.Block("thresholds: {", "},", () =>
        {
            foreach (var key in (load.Scenarios.All(static scenario => scenario.IterationsMax is null) ? keys : keys.Append(MetricNames.DroppedIterations)).Distinct(StringComparer.Ordinal))
            {
                lines.Add($"{JsText.Of(key)}: [{string.Join(", ", load.Thresholds.Where(threshold => threshold.Metric == key).Select(Of))}],");
            }
        });
    }

    private static string Of(ThresholdSpec threshold)
    {
        var delay = threshold.DelayAbortEval > TimeSpan.Zero ? $", delayAbortEval: {Text(threshold.DelayAbortEval)}" : "";
        return threshold.AbortOnFail ? $"{{ threshold: {JsText.Of(threshold.Expression)}, abortOnFail: true{delay} }}" : JsText.Of(threshold.Expression);
    }

    private static IEnumerable<string> Members(LoadScenarioSpec scenario)
    {
        yield return $"executor: {JsText.Of(scenario.Executor)}";
        yield return $"exec: {JsText.Of(JsText.Identifier(scenario.Exec))}";
        foreach (var (name, value) in Shape(scenario))
        {
            yield return $"{name}: {value}";
        }

        if (scenario.StartTime > TimeSpan.Zero)
        {
            yield return $"startTime: {Text(scenario.StartTime)}";
        }

        yield return $"gracefulStop: {Text(scenario.GracefulStop)}";
        if (scenario.Tags.Count > 0)
        {
            yield return $"tags: {{ {string.Join(", ", scenario.Tags.OrderBy(static tag => tag.Key, StringComparer.Ordinal).Select(static tag => $"{JsText.Key(tag.Key)}: {JsText.Of(tag.Value)}"))} }}";
        }
    }

    private static IEnumerable<(string Name, string Value)> Shape(LoadScenarioSpec scenario) => scenario switch
    {
        ConstantVusSpec constant => [("vus", Text(constant.Vus)), ("duration", Text(constant.Duration))],
        RampingVusSpec ramp => [("startVUs", Text(ramp.StartVus)), ("stages", Stages(ramp.Stages)), ("gracefulRampDown", Text(ramp.GracefulRampDown))],
        SharedIterationsSpec shared => [("vus", Text(shared.Vus)), ("iterations", Text(shared.Iterations)), ("maxDuration", Text(shared.Duration))],
        PerVuIterationsSpec each => [("vus", Text(each.Vus)), ("iterations", Text(each.Iterations)), ("maxDuration", Text(each.Duration))],
        ConstantArrivalRateSpec rate =>
        [
            ("rate", Text(rate.Rate)), ("timeUnit", Text(rate.TimeUnit)), ("duration", Text(rate.Duration)), ("preAllocatedVUs", Text(rate.PreAllocatedVus)), ("maxVUs", Text(rate.MaxVus)),
        ],
        RampingArrivalRateSpec ramp =>
        [
            ("startRate", Text(ramp.StartRate)), ("timeUnit", Text(ramp.TimeUnit)), ("stages", Stages(ramp.Stages)), ("preAllocatedVUs", Text(ramp.PreAllocatedVus)), ("maxVUs", Text(ramp.MaxVus)),
        ],
        _ => throw new InvalidOperationException($"The executor {scenario.Executor} has no place in a script."),
    };

    private static IEnumerable<(string Name, string Value)> Http(LoadHttpSpec http)
    {
        foreach (var (name, isOn) in ((string, bool)[])[
            ("discardResponseBodies", http.DiscardResponseBodies),
            ("noConnectionReuse", http.NoConnectionReuse),
            ("noVUConnectionReuse", http.NoVuConnectionReuse),
            ("insecureSkipTLSVerify", http.InsecureSkipTlsVerify)])
        {
            if (isOn)
            {
                yield return (name, "true");
            }
        }

        if (http.UserAgent is { } agent)
        {
            yield return ("userAgent", JsText.Of(agent));
        }
    }

    private static string Stages(IEnumerable<LoadStageSpec> stages) => $"[{string.Join(", ", stages.Select(static stage => $"{{ duration: {Text(stage.Duration)}, target: {Text(stage.Target)} }}"))}]";

    private static string Text(TimeSpan duration) => JsText.Of(DurationText.Format(duration));

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
