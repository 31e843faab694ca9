namespace TestOps.Core.Suites.Reading;

/// <summary>One scenario.</summary>
internal static class ScenarioReader
{
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
        if (value.Node is ListNode && (items.Count > 1000 || !reader.HasCalls))
        {
            value.Problem(items.Count > 1000 ? $"must have at most 1000 steps, has {items.Count}" : "a scenario needs a step with a call", items.Count > 1000 ? "split the scenario" : "add { name: ask, call: GET / }");
        }

        return steps;
    }
}
