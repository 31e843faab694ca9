using TestOps.Core.Planning;
using TestOps.Core.Safety;
using TestOps.Core.Suites;
using TestOps.Core.Suites.Reading;

namespace TestOps.Core.Tests.Planning;

/// <summary>Plans whose load is a script of k6's, of which the suite knows nothing.</summary>
public sealed class ScriptedLoadTests
{
    private const string Suite = """
        version: 1
        name: scripted
        engine: { kind: toron }
        sim: { users: 1, scenarios: { ask: { steps: [ { name: ask, call: GET /a } ] } } }
        load: { script: load.js }
        known: [ { gate: "load/my_latency med<500", issue: K6-1 }, { gate: "GATE", issue: K6-2 } ]
        """;

    [Theory]
    [InlineData("load/k6", true)]
    [InlineData("load/exceptions", true)]
    [InlineData("sim/ask/nothing", false)]
    public void Build_KnownGates_MayBeThoseOfTheScript(string gate, bool isTaken)
    {
        var suite = SuiteReader.ReadOrThrow(Suite.Replace("GATE", gate, StringComparison.Ordinal), "test.yaml");

        var build = FluentActions.Invoking(() => PlanBuilder.Build(suite, new Dictionary<string, DataTable>(), null, null, new LoadCaps()));

        if (isTaken)
        {
            build.Should().NotThrow();
        }
        else
        {
            build.Should().Throw<InvalidSuiteException>().Which.Problems.Should().ContainSingle().Which.Path.Should().Be("known[1].gate");
        }
    }
}
