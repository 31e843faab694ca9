namespace TestOps.Core.Suites.Reading;

/// <summary>The <c>sim</c> section.</summary>
internal static class SimReader
{
    private static readonly SimSpec Defaults = new() { Scenarios = [] };

    public static SimSpec? Read(SuiteValue value)
    {
        if (value.Map("sim") is not { } map)
        {
            return null;
        }

        return new SimSpec
        {
            Seed = map.Read("seed", Defaults.Seed, static seed => seed.Whole(0UL, ulong.MaxValue)),
            Users = map.Read("users", Defaults.Users, static users => users.Whole(1, 10_000_000)),
            Concurrency = map.Read("concurrency", Defaults.Concurrency, static sessions => sessions.Whole(1, 1000)),
            RealThink = map.Read("think", "skip", static think => think.Choice(["skip", "real"], [])) == "real",
            KeepsCookies = map.Read("cookies", "session", static cookies => cookies.Choice(["session", "none"], [])) != "none",
            Data = map.Read("data", Defaults.Data, ReadData),
            Scenarios = map.Need("scenarios", Defaults.Scenarios, "{ ask: { steps: [ { name: ask, call: GET / } ] } }", ReadScenarios),
            Metrics = map.Read("metrics", Defaults.Metrics, MetricReader.Read),
        };
    }

    private static IReadOnlyDictionary<string, DataSourceSpec> ReadData(SuiteValue value)
    {
        var sources = new Dictionary<string, DataSourceSpec>(StringComparer.Ordinal);
        foreach (var (name, source) in value.NamedEntries("write prompts: { file: prompts.jsonl }", areIdentifiers: true))
        {
            value.Context.References.Declare(ReferenceKind.DataSource, name);
            if (source.Map("sim.data.NAME") is { } map)
            {
                var file = map.Need("file", "", "prompts.jsonl", ReadFile);
                var pick = map.Read("pick", "sequential", static pick => pick.Choice(["sequential", "random", "unique"], []));
                sources.Add(name, new DataSourceSpec(name, file, PickOf(pick)));
            }
        }

        return sources;
    }

    private static DataPick PickOf(string word) => word switch
    {
        "unique" => DataPick.Unique,
        "random" => DataPick.Random,
        _ => DataPick.Sequential,
    };

    private static string ReadFile(SuiteValue value)
    {
        var file = BesideFile.Read(value, "data/prompts.jsonl");
        if (BesideFile.IsBeside(file) && !file.EndsWith(".jsonl", StringComparison.Ordinal) && !file.EndsWith(".csv", StringComparison.Ordinal))
        {
            value.MustBe("a .jsonl or .csv file", "convert it to JSON Lines (one object a line) or CSV with a header");
        }

        return file;
    }

    private static IReadOnlyList<ScenarioSpec> ReadScenarios(SuiteValue value)
    {
        var entries = value.NamedEntries("write ask: { steps: [ { name: ask, call: GET / } ] }");
        if (entries.Count is 0 or > 1000)
        {
            value.Problem($"must have 1 to 1000 scenarios, has {entries.Count}", entries.Count == 0 ? "add ask: { steps: [ { name: ask, call: GET / } ] }" : "merge some");
        }

        var scenarios = entries.Select(static entry => ScenarioReader.Read(entry.Name, entry.Value)).ToList();
        if (scenarios.Count > 0 && scenarios.All(static scenario => scenario.Weight == 0))
        {
            value.Problem("every weight is 0, so no session has a scenario", "give one a weight of 1 or more");
        }

        return scenarios;
    }
}
