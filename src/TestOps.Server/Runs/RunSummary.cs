using System.ComponentModel;
using TestOps.Core.Journaling;

namespace TestOps.Server.Runs;

/// <summary>The numbers of a run that fit on one line; null where nothing was measured.</summary>
internal sealed record RunSummary
{
    [Description("0 to 100, floored to two decimals; null without a replay")]
    public double? DeterminismScore { get; init; }

    [Description("95th percentile in ms: of the load where there is one, else of the simulation")]
    public double? P95Latency { get; init; }

    [Description("Share of load requests that failed")]
    public double? ErrorRate { get; init; }

    [Description("The modules that the plan names, in order: sim_runner, k6_runner, replay_engine, and extra phases by their names")]
    public required IReadOnlyList<string> Modules { get; init; }

    public int GatesHeld { get; init; }

    public int GatesLost { get; init; }

    public int Incidents { get; init; }

    public static RunSummary Of(IReadOnlyList<string> planned, IReadOnlyList<RunEvent> events)
    {
        var gates = events.OfType<GateMeasured>().ToList();
        return new RunSummary
        {
            DeterminismScore = events.OfType<ReplayScored>().LastOrDefault(scored => scored is { Replay: 0, Scenario: null })?.Score,
            P95Latency = Value(events, "load", "http_req_duration") ?? Value(events, "sim", "latency_p95"),
            ErrorRate = Value(events, "load", "http_req_failed"),
            Modules = [.. planned.Select(ModuleOf)],
            GatesHeld = gates.Count(gate => gate.Holds == true),
            GatesLost = gates.Count(gate => gate.Holds != true),
            Incidents = events.OfType<IncidentOpened>().Count(),
        };
    }

    private static string ModuleOf(string phase) => phase switch { "sim" => "sim_runner", "load" => "k6_runner", "replay" => "replay_engine", _ => phase };

    private static double? Value(IReadOnlyList<RunEvent> events, string phase, string name) => events.OfType<MetricMeasured>().LastOrDefault(metric => metric.Phase == phase && metric.Name == name)?.Value;
}
