namespace TestOps.Core.Suites.Reading;

/// <summary>The <c>load</c> section, with the option names of k6.</summary>
internal static class LoadReader
{
    public static LoadSpec? Read(SuiteValue value)
    {
        if (value.Map("load") is not { } map)
        {
            return null;
        }

        var scenarios = map.IsNotBuilt("script")
            ? []
            : map.Need<IReadOnlyList<LoadScenarioSpec>>("scenarios", [], "{ steady: { executor: constant-vus, vus: 10, duration: 30s, exec: ask } }", ReadScenarios);
        return new LoadSpec
        {
            Driver = map.Read("driver", "builtin", static driver => driver.Choice(["builtin"], ["k6"])),
            WarmUp = map.Read("warm_up", TimeSpan.FromSeconds(1), static warmUp => warmUp.Duration(TimeSpan.Zero, TimeSpan.FromMinutes(1))),
            Scenarios = scenarios,
            Thresholds = map.Read<IReadOnlyList<ThresholdSpec>>("thresholds", [], ThresholdReader.Read),
        };
    }

    private static IReadOnlyList<LoadScenarioSpec> ReadScenarios(SuiteValue value)
    {
        var entries = value.NamedEntries("write steady: { executor: constant-vus, vus: 10, duration: 30s, exec: ask }");
        if (value.Node is MapNode && entries.Count is 0 or > 100)
        {
            value.Problem($"must have 1 to 100 scenarios, has {entries.Count}", "write steady: { executor: constant-vus, vus: 10, duration: 30s, exec: ask }");
        }

        return [.. entries.Select(static entry => LoadScenarioReader.Read(entry.Name, entry.Value)).OfType<LoadScenarioSpec>()];
    }
}
