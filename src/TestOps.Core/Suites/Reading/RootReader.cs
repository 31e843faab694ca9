namespace TestOps.Core.Suites.Reading;

/// <summary>The file itself.</summary>
internal static class RootReader
{
    public static Suite? Read(SuiteValue root, string text)
    {
        if (root.Map("") is not { } map)
        {
            return null;
        }

        var version = map.Need("version", 1, "1", static value => value.Whole(1, 1));
        var name = map.Need("name", "", "my-suite", static value => value.Name());
        var environments = map.Read("environments", SuiteEnvironments.None, EnvironmentReader.Read);
        var section = map.Need<SuiteMap?>("engine", null, "{ kind: http, base_url: \"http://127.0.0.1:8080\" }", static value => value.Map("engine"));
        var engine = section is null ? new EngineSpec { Kind = "http" } : EngineReader.Read(section, isComplete: environments.Overrides.Count == 0);
        var engines = section is null ? [] : environments.Overrides.ToDictionary(static entry => entry.Name, entry => EngineReader.Read(section.Overlaid(entry.Keys, entry.Environment)), StringComparer.Ordinal);
        map.Read("flows", false, FlowReader.Declare);
        var sim = map.Need<SimSpec?>("sim", null, "{ scenarios: { ask: { steps: [ { name: ask, call: GET / } ] } } }", SimReader.Read);
        FlowReader.CheckUnused(root.Context);
        var load = map.Read<LoadSpec?>("load", null, LoadReader.Read);
        var replay = map.Read<ReplaySpec?>("replay", null, value => ReplayReader.Read(value, sim));
        var trace = map.Read("trace", TraceSpec.Default, value => TraceReader.Read(value, replay));
        var phases = map.Read<IReadOnlyList<PhaseSpec>>("phases", [], PhaseReader.Read);
        if (engines.Values.Append(engine).Any(static each => each.Kind == "process"))
        {
            map.Find("load")?.Problem("an engine of kind process has no address that load could call", "remove load, or serve the engine over HTTP and write kind: http");
        }

        return new Suite
        {
            Version = version,
            Name = name,
            Environments = environments.Variables,
            Engine = engine,
            EnvironmentEngines = engines,
            Sim = sim,
            Load = load,
            Replay = replay,
            Known = map.Read<IReadOnlyList<KnownSpec>>("known", [], KnownReader.Read),
            Phases = phases,
            Budget = map.Read<BudgetSpec?>("budget", null, BudgetReader.Read),
            Trace = trace,
            EnvironmentVariables = map.Context.Variables.All(environments),
            SourceText = text,
        };
    }
}
