using TestOps.Core.Engines;
using TestOps.Core.Journaling;
using TestOps.Core.Phases;
using TestOps.Core.Planning;
using TestOps.Core.Safety;
using TestOps.Core.Suites.Reading;
using TestOps.Testing.Engines;

namespace TestOps.Testing.Phases;

/// <summary>What a phase works with in a test.</summary>
public static class PhaseContexts
{
    private const string SmallSuite = """
        version: 1
        name: small
        engine: { kind: http, base_url: "http://127.0.0.1:1" }
        sim: { users: 3, scenarios: { ask: { steps: [ { name: ask, call: GET /ask } ] } } }
        replay: {}
        """;

    /// <summary>
    /// A context over <paramref name="journal"/>. Without <paramref name="suiteText"/> the suite is a small one; without <paramref name="engine"/> the engine answers <c>{}</c> to every call.
    /// </summary>
    /// <exception cref="Core.Suites.InvalidSuiteException">The suite has problems.</exception>
    public static PhaseContext Over(IRunJournal journal, TimeProvider time, string? suiteText = null, IEngine? engine = null) => new()
    {
        RunId = journal.RunId,
        Plan = PlanBuilder.Build(SuiteReader.ReadOrThrow(suiteText ?? SmallSuite, "test.yaml"), new Dictionary<string, DataTable>(), null, null, new LoadCaps()),
        Engine = engine ?? new ScriptedEngine(static (_, _) => ScriptedEngine.Json("{}")),
        Journal = journal,
        SuitePath = "test.yaml",
        Time = time,
    };
}
