using System.Globalization;

namespace TestOps.Core.Suites.Reading;

/// <summary>One scenario.</summary>
internal static class ScenarioReader
{
    private const int CallsMax = 10_000;

    public static ScenarioSpec Read(string name, SuiteValue value)
    {
        value.Context.References.Declare(ReferenceKind.Scenario, name);
        if (value.Map("sim.scenarios.NAME") is not { } map)
        {
            return new ScenarioSpec { Name = name, Steps = [] };
        }

        return new ScenarioSpec
        {
            Name = name,
            Weight = map.Read("weight", 1, static weight => weight.Whole(0, 1_000_000)),
            Tags = map.Read<IReadOnlyList<string>>("tags", [], TagReader.Read),
            Compare = map.Read("compare", CompareMode.Full, static compare => compare.Choice(["full", "checks"], []) == "checks" ? CompareMode.Checks : CompareMode.Full),
            Steps = map.Need<IReadOnlyList<StepSpec>>("steps", [], "[ { name: ask, call: GET / } ]", ReadSteps),
        };
    }

    private static IReadOnlyList<StepSpec> ReadSteps(SuiteValue value)
    {
        var items = value.Items("write - { name: ask, call: GET / } under steps");
        var reader = new StepReader();
        var steps = items.SelectMany(reader.Read).ToList();
        if (reader.HasTooMany)
        {
            value.Problem($"must have at most 1000 steps, has {(items.Count > 1000 ? items.Count.ToString(CultureInfo.InvariantCulture) : "more with those of its flows")}", "split the scenario");
        }
        else if (value.Node is ListNode && !reader.HasCalls)
        {
            value.Problem("a scenario needs a step with a call", "add { name: ask, call: GET / }");
        }

        CheckCalls(value, new ScenarioSpec { Name = "", Steps = steps }.CallsPerSession);
        return steps;
    }

    private static void CheckCalls(SuiteValue value, long calls)
    {
        if (calls > CallsMax)
        {
            value.Problem(string.Create(CultureInfo.InvariantCulture, $"a session must have at most {CallsMax} calls, has {calls} with its repetitions"), "lower repeat, or use more sessions");
        }
    }
}
