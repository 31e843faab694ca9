using TestOps.Core.Suites;
using TestOps.Core.Verdicts;

namespace TestOps.Core.Planning;

/// <summary>The gates that a suite has, as far as it says itself: those of added phases are only known when they have run.</summary>
internal static class PlanGates
{
    private static readonly string[] Phases = ["sim/", "load/", "replay/"];

    public static void CheckKnown(Suite suite, List<SuiteProblem> problems)
    {
        if (suite.Known.Count == 0)
        {
            return;
        }

        // What a script of k6's judges is written in the script.
        string[] phases = suite.Load is { Driver: "k6" } ? ["sim/", "replay/"] : Phases;
        var gates = Of(suite).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        foreach (var (index, known) in suite.Known.Index())
        {
            if (phases.Any(phase => known.Gate.StartsWith(phase, StringComparison.Ordinal)) && !gates.Contains(known.Gate, StringComparer.Ordinal))
            {
                problems.Add(new SuiteProblem($"known[{index}].gate", 0, $"'{known.Gate}' is no gate of this suite", Suites.Reading.Nearest.Hint(known.Gate, gates, "a report lists the gates")));
            }
        }
    }

    private static IEnumerable<string> Of(Suite suite)
    {
        var steps = suite.Sim?.Scenarios.SelectMany(static scenario => scenario.Calls) ?? [];
        foreach (var step in steps)
        {
            foreach (var check in step.Expect.Any(static check => check is StatusCheck) ? step.Expect : [StatusCheck.Default, .. step.Expect])
            {
                yield return GateIds.OfCheck(step.Name, check.Name);
            }

            if (step.Until is not null)
            {
                yield return GateIds.OfCheck(step.Name, GateIds.CheckOfUntil);
            }

            if (step.Stream is not null)
            {
                yield return GateIds.OfCheck(step.Name, GateIds.CheckOfStream);
            }

            foreach (var keep in step.Keep)
            {
                yield return GateIds.OfCheck(step.Name, GateIds.CheckOfKeep(keep.Name));
            }
        }

        foreach (var metric in suite.Sim?.Metrics.Where(static metric => metric.Min is not null || metric.Max is not null) ?? [])
        {
            yield return GateIds.OfMetric(metric.Name);
        }

        foreach (var threshold in suite.Load?.Thresholds ?? [])
        {
            yield return $"load/{threshold.Metric} {threshold.Expression}";
        }

        foreach (var against in suite.Load?.Against ?? [])
        {
            yield return against.Gate;
        }

        yield return GateIds.Score;
        yield return GateIds.Opaque;
        foreach (var scenario in suite.Sim?.Scenarios ?? [])
        {
            yield return GateIds.OfScenario(scenario.Name);
        }
    }
}
