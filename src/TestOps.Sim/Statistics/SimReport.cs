using System.Globalization;
using System.Text.Json.Nodes;
using TestOps.Core.Engines;
using TestOps.Core.Journaling;
using TestOps.Core.Phases;
using TestOps.Core.Suites;
using TestOps.Core.Traces;
using TestOps.Core.Verdicts;
using TestOps.Core.WarRoom;
using TestOps.Sim.Recording;

namespace TestOps.Sim.Statistics;

/// <summary>Turns what SIM has seen into gates, measurements, incidents and the <c>sim</c> part of the head.</summary>
internal sealed class SimReport(PhaseContext context, SimRecording recording, TraceSummary trace, EngineLease lease, string? endOfProcess)
{
    private readonly JsonArray _notes = [];
    private bool _holds = true;
    private bool _hasData = true;

    public async Task AppendAsync()
    {
        await AppendAnsweredAsync();
        if (trace.Sessions < context.Plan.Sessions)
        {
            _notes.Add($"{trace.Sessions} of {context.Plan.Sessions} sessions were finished; the trace and every count hold these alone, and the numbers of the others are missing from it");
        }

        var checks = await AppendChecksAsync();
        var metrics = await AppendMetricsAsync();
        await AppendCountsAsync();
        context.AddArtifact("sim", new JsonObject
        {
            ["status"] = !_holds ? "FAIL" : _hasData ? "PASS" : "INCONCLUSIVE",
            ["metrics"] = new JsonObject
            {
                ["sessions"] = trace.Sessions,
                ["steps"] = trace.Steps,
                ["skipped"] = recording.Statistics.Skipped,
                ["clock"] = recording.IsControlled ? "virtual" : "wall",
                ["statuses"] = new JsonObject(recording.Statistics.Statuses.Select(status => KeyValuePair.Create(Text(status.Key), (JsonNode?)status.Value))),
                ["checks"] = checks,
                ["latency_ms"] = Latency.ToJson(recording.Statistics.Latency),
                ["suite"] = metrics,
            },
            ["notes"] = _notes,
        });
    }

    private async Task AppendAnsweredAsync()
    {
        var calls = new CallReport(context, recording, trace, endOfProcess);
        _hasData &= calls.Holds;
        await context.AppendAsync(calls.Gate, CancellationToken.None);
        await calls.OpenIncidentsAsync();
    }

    private async Task<JsonObject> AppendChecksAsync()
    {
        var groups = new List<CheckGroup>();
        var byGate = new Dictionary<string, CheckGroup>(StringComparer.Ordinal);
        foreach (var (scenario, step, seen) in recording.Statistics.InSuiteOrder())
        {
            for (var i = 0; i < step.CheckNames.Count; i++)
            {
                var gate = GateIds.OfCheck(step.Name, step.CheckNames[i]);
                if (!byGate.TryGetValue(gate, out var group))
                {
                    group = new CheckGroup(step.Name, step.CheckNames[i]);
                    byGate.Add(gate, group);
                    groups.Add(group);
                }

                if (seen is not null)
                {
                    group.Add(scenario.Name, seen.Passed[i], seen.Failed[i], seen.Examples[i]);
                }
            }
        }

        var json = new JsonObject();
        foreach (var group in groups)
        {
            json[group.Gate] = new JsonObject { ["passed"] = group.Passed, ["failed"] = group.Failed };
            await AppendCheckAsync(group);
        }

        return json;
    }

    private async Task AppendCheckAsync(CheckGroup group)
    {
        var total = group.Passed + group.Failed;
        foreach (var (scenario, count, example) in group.Failures)
        {
            await context.AppendAsync(new CheckFailed(scenario, group.Step, group.Check, count, example.Session, example.Step, example.Expected, example.Actual), CancellationToken.None);
        }

        var (scenarioOfFirst, _, first) = group.Failures.OrderBy(failure => (failure.Example.Session, failure.Example.Step)).FirstOrDefault();
        var detail = first is null ? null : $"first in session {first.Session} step {first.Step}: expected {first.Expected}, was {first.Actual}";
        await GateAsync(group.Gate, total == 0 ? null : group.Failed == 0, $"{group.Passed} of {total}", "all", group.Failed == 0 ? null : $"{group.Failed} failed", detail);
        if (first is not null)
        {
            await context.OpenIncidentAsync(
                IncidentCodes.SimCheckFailed,
                "sim",
                $"check {group.Check} of step {group.Step} failed {group.Failed} of {total} times; {detail}",
                context.Facts(("gate", group.Gate), ("step_name", group.Step), ("check", group.Check), ("session", Text(first.Session)), ("step", Text(first.Step)), ("scenario", scenarioOfFirst), ("expected", first.Expected), ("actual", first.Actual), ("location", first.Location ?? "")),
                CancellationToken.None);
        }
    }

    private async Task<JsonObject> AppendMetricsAsync()
    {
        var json = new JsonObject();
        for (var i = 0; i < recording.Metrics.Count; i++)
        {
            var spec = recording.Metrics[i].Spec;
            var measured = spec.IsTime ? MetricValue.OfTime(spec, recording.Statistics) : MetricValue.Of(spec, recording.Tallies[i]);
            json[spec.Name] = new JsonObject { ["value"] = measured.Value, ["unit"] = measured.Unit, ["answers"] = measured.Answers, ["without_value"] = measured.WithoutValue };
            await context.AppendAsync(new MetricMeasured("sim", spec.Name, measured.Value, measured.Unit), CancellationToken.None);
            if (measured.WithoutValue > 0)
            {
                _notes.Add($"{spec.Name}: {measured.WithoutValue} of {measured.Answers} answers had no value");
            }

            if (spec.Min is not null || spec.Max is not null)
            {
                await AppendBudgetAsync(spec, measured);
            }
        }

        return json;
    }

    private async Task AppendBudgetAsync(MetricSpec spec, MetricValue measured)
    {
        var gate = GateIds.OfMetric(spec.Name);
        bool? holds = measured.Value is { } value ? (spec.Min is not { } min || value >= min) && (spec.Max is not { } max || value <= max) : null;
        await GateAsync(gate, holds, measured.ToText(), MetricValue.LimitText(spec, measured.Unit), measured.MarginText(spec), null);
        if (holds == false)
        {
            await context.OpenIncidentAsync(
                IncidentCodes.SimBudgetExceeded,
                "sim",
                $"{spec.Name} is {measured.ToText()}, its budget is {MetricValue.LimitText(spec, measured.Unit)}",
                context.Facts(("gate", gate), ("value", measured.ToText()), ("limit", MetricValue.LimitText(spec, measured.Unit))),
                CancellationToken.None);
        }
    }

    private async Task AppendCountsAsync()
    {
        var latency = recording.Statistics.Latency;
        var data = new JsonObject { ["clock"] = recording.IsControlled ? "virtual" : "wall", ["freshness"] = lease.Freshness };
        await context.AppendAsync(new MetricMeasured("sim", "sessions", trace.Sessions, "count"), CancellationToken.None);
        await context.AppendAsync(new MetricMeasured("sim", "steps", trace.Steps, "count"), CancellationToken.None);
        foreach (var percentile in new[] { 50, 95, 99, 100 })
        {
            var name = percentile == 100 ? "latency_max" : string.Create(CultureInfo.InvariantCulture, $"latency_p{percentile}");
            await context.AppendAsync(new MetricMeasured("sim", name, Latency.Ms(latency, percentile), "ms", data.DeepClone()), CancellationToken.None);
        }
    }

    private async Task GateAsync(string gate, bool? holds, string value, string limit, string? margin, string? detail)
    {
        _holds &= holds != false;
        _hasData &= holds is not null;
        await context.AppendAsync(new GateMeasured("sim", gate, holds, value, limit, margin, detail), CancellationToken.None);
        if (holds is null && gate != GateIds.Answered)
        {
            _notes.Add($"{gate}: no data");
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
