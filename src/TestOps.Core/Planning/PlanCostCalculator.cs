using TestOps.Core.Suites;

namespace TestOps.Core.Planning;

/// <summary>Computes what a run will cost, from the sessions that the picker really allots.</summary>
internal sealed class PlanCostCalculator(Suite suite, ulong seed, Selection selection, IReadOnlyList<string> phases)
{
    public PlanCost Calculate()
    {
        var sim = suite.Sim!;
        var counts = new ScenarioPicker(sim.Scenarios).Count(seed, sim.Users);
        var simCalls = SimCalls(sim, counts, static scenario => scenario.CallsPerSession);
        var simCallsMax = SimCalls(sim, counts, static scenario => scenario.CallsMaxPerSession);
        var thinkTicks = sim.Scenarios.Select((scenario, index) => counts[index] * ThinkMean.TicksOf(scenario)).Sum() / sim.Users;
        return new PlanCost(
            simCalls,
            ReplayCalls(sim, simCalls, static scenario => scenario.CallsPerSession),
            LoadIterations(),
            suite.Load?.Duration ?? TimeSpan.Zero,
            ThinkMean.Rounded(thinkTicks))
        {
            CallsMax = simCallsMax + ReplayCalls(sim, simCallsMax, static scenario => scenario.CallsMaxPerSession),
        };
    }

    private long SimCalls(SimSpec sim, IReadOnlyList<long> counts, Func<ScenarioSpec, long> callsOf) =>
        phases.Contains("sim") ? sim.Scenarios.Select((scenario, index) => counts[index] * Selected(scenario, callsOf)).Sum() : 0;

    private long ReplayCalls(SimSpec sim, long simCalls, Func<ScenarioSpec, long> callsOf) =>
        suite.Replay is { } replay && phases.Contains("replay") ? replay.Times * ReplayedCalls(sim, replay, simCalls, callsOf) : 0;

    private long Selected(ScenarioSpec scenario, Func<ScenarioSpec, long> callsOf) => !selection.Includes(scenario) ? 0 : callsOf(scenario);

    private long ReplayedCalls(SimSpec sim, ReplaySpec replay, long simCalls, Func<ScenarioSpec, long> callsOf)
    {
        if (replay.Sessions is not { } count || count == sim.Users)
        {
            return simCalls;
        }

        var picker = new ScenarioPicker(sim.Scenarios);
        var isControlled = suite.Engine.Kind == "toron";
        var numbers = Enumerable.Range(0, sim.Users).Select(static session => (long)session).Where(session => selection.Includes(picker.Pick(seed, session))).ToList();
        var sessions = numbers.Count <= count ? numbers : isControlled ? ReplaySample.Choose(seed, numbers, count) : numbers.Take(count);
        return sessions.Sum(session => Selected(picker.Pick(seed, session), callsOf));
    }

    // A script's iterations are its own affair.
    private long? LoadIterations()
    {
        var scenarios = suite.Load?.Scenarios ?? [];
        return suite.Load is { Script: null } && scenarios.All(static load => load.IterationsMax is not null) ? scenarios.Sum(static load => load.IterationsMax) : suite.Load is null ? 0 : null;
    }
}
