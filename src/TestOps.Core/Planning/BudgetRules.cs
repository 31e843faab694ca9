using System.Globalization;
using TestOps.Core.Suites;

namespace TestOps.Core.Planning;

/// <summary>Refuses a plan that may make more calls than its suite's budget: before the start, so that no call is ever stopped for it.</summary>
internal static class BudgetRules
{
    /// <summary>Adds a problem where the plan may make more calls than the budget allows.</summary>
    public static void Check(Suite suite, PlanCost cost, List<SuiteProblem> problems)
    {
        if (suite.Budget?.Calls is { } calls && cost.CallsMax > calls)
        {
            problems.Add(new SuiteProblem(
                "budget.calls",
                0,
                string.Create(CultureInfo.InvariantCulture, $"the plan has up to {cost.CallsMax} calls, the budget is {calls}: {Words(suite, cost)}"),
                string.Create(CultureInfo.InvariantCulture, $"lower sim.users, replay.times or replay.sessions, or write budget: {{ calls: {cost.CallsMax} }}")));
        }
    }

    private static string Words(Suite suite, PlanCost cost)
    {
        var replays = suite.Replay is { } replay && cost.ReplayCalls > 0 ? string.Create(CultureInfo.InvariantCulture, $" and {cost.ReplayCalls} in {replay.Times} {(replay.Times == 1 ? "replay" : "replays")}") : "";
        var attempts = cost.CallsMax - cost.SimCalls - cost.ReplayCalls;
        var polls = attempts == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", and {attempts} further attempts of polls at their longest");
        return string.Create(CultureInfo.InvariantCulture, $"{cost.SimCalls} in sim{replays}{polls}; load is not counted");
    }
}
