namespace TestOps.Core.Suites.Reading;

/// <summary>The <c>load</c> section, with the option names of k6.</summary>
internal static class LoadReader
{
    private const string ScenarioExample = "steady: { executor: constant-vus, vus: 10, duration: 30s, exec: ask }";

    public static LoadSpec? Read(SuiteValue value)
    {
        if (value.Map("load") is not { } map)
        {
            return null;
        }

        var script = map.Read<K6ScriptSpec?>("script", null, file => K6ScriptReader.Read(file, map));
        if (script is null)
        {
            map.Refuse("belongs to a k6 script", "add script: load.js, or remove it", "env", "args");
        }

        var profiles = map.Read<IReadOnlyList<LoadProfileSpec>>("profiles", [], LoadProfileReader.ReadAll);
        var profile = map.Read<string?>("profile", null, value => LoadProfileReader.ReadName(value, profiles));
        if (script is not null)
        {
            map.Refuse("cannot shape a k6 script, whose options say how it runs", "remove it, or remove script", "profile");
        }
        else if (profile is not null)
        {
            map.Refuse("and 'profile' exclude one another", "remove one of them; testops load NAME runs a profile of a suite that has scenarios, too", "scenarios");
        }

        return new LoadSpec
        {
            Driver = map.Read("driver", script is null ? "builtin" : "k6", driver => ReadDriver(driver, script)),
            WarmUp = map.Read("warm_up", TimeSpan.FromSeconds(1), static warmUp => warmUp.Duration(TimeSpan.Zero, TimeSpan.FromMinutes(1))),
            Http = map.Read("http", new LoadHttpSpec(), LoadHttpReader.Read),
            Profile = profile,
            Profiles = profiles,
            Scenarios = script is null && profile is null ? map.Need<IReadOnlyList<LoadScenarioSpec>>("scenarios", [], $"{{ {ScenarioExample} }}", ReadScenarios) : [],
            Thresholds = script is null ? map.Read<IReadOnlyList<ThresholdSpec>>("thresholds", [], ThresholdReader.Read) : [],
            Against = map.Read<IReadOnlyList<AgainstSpec>>("against", [], AgainstReader.Read),
            Script = script,
            K6 = map.Read<string?>("k6", null, static binary => binary.Text(1000)),
        };
    }

    private static string ReadDriver(SuiteValue value, K6ScriptSpec? script)
    {
        var driver = value.Choice(["builtin", "k6"], []);
        if (script is not null && driver == "builtin")
        {
            value.Problem("the built-in driver does not run k6 scripts", "write driver: k6, or describe the load in load.scenarios");
        }

        return driver;
    }

    private static IReadOnlyList<LoadScenarioSpec> ReadScenarios(SuiteValue value)
    {
        var entries = value.NamedEntries($"write {ScenarioExample}");
        if (value.Node is MapNode && entries.Count is 0 or > 100)
        {
            value.Problem($"must have 1 to 100 scenarios, has {entries.Count}", $"write {ScenarioExample}");
        }

        return [.. entries.Select(static entry => LoadScenarioReader.Read(entry.Name, entry.Value)).OfType<LoadScenarioSpec>()];
    }
}
