using System.Globalization;
using TestOps.Core.Suites;

namespace TestOps.Core.Planning;

/// <summary>What a phase is about to do, in one line for people.</summary>
internal static class PhaseDetail
{
    public static string Of(Plan plan, string phase) => phase switch
    {
        "sim" => string.Create(CultureInfo.InvariantCulture, $"{plan.Sessions} {(plan.Sessions == 1 ? "session" : "sessions")}, {plan.Cost.SimCalls} {(plan.Cost.SimCalls == 1 ? "call" : "calls")}"),
        "load" when plan.Suite.Load!.Script is { } script => $"{script.File}, driver {plan.Suite.Load.Driver}",
        "load" => string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", plan.Suite.Load!.Scenarios.Select(scenario => $"{scenario.Name} ({scenario.Executor})"))}, {plan.Cost.LoadDuration.TotalSeconds:0.#} s, driver {plan.Suite.Load.Driver}"),
        "replay" => string.Create(CultureInfo.InvariantCulture, $"{plan.Suite.Replay!.Times} replay(s) from the snapshot, floor {plan.Suite.Replay.Floor:0.##}"),
        _ when plan.Suite.Phases.OfType<CommandPhaseSpec>().FirstOrDefault(spec => spec.Name == phase) is { } command => command.Text,
        _ => phase,
    };
}
