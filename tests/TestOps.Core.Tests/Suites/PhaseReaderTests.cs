using TestOps.Core.Planning;
using TestOps.Core.Safety;
using TestOps.Core.Suites;
using TestOps.Core.Suites.Reading;

namespace TestOps.Core.Tests.Suites;

/// <summary>The phases section: commands beside SIM, load and replay.</summary>
public sealed class PhaseReaderTests
{
    private const string Head = """
        version: 1
        name: checks
        engine: { kind: toron }
        sim: { scenarios: { ask: { steps: [ { name: ask, call: GET / } ] } } }
        replay: {}

        """;

    [Fact]
    public void Read_OfCommands_KeepsOrderTemplatesAndDefaults()
    {
        var suite = SuiteReader.ReadOrThrow(
            Head + """
            phases:
              z-first: { run: [make, check, "${env.LEVEL}"], env: { CI: "true" }, directory: build/tools, timeout: 90s, weight: 3 }
              a-second: { run: [./licences.sh] }
            """,
            "suite.yaml");

        suite.Phases.Should().Equal(suite.Phases.OfType<CommandPhaseSpec>());
        var first = (CommandPhaseSpec)suite.Phases[0];
        first.Should().BeEquivalentTo(new { Name = "z-first", Weight = 3, Directory = "build/tools", Timeout = TimeSpan.FromSeconds(90), Text = "make check ${env.LEVEL}" });
        first.Environment.Should().Equal(new Dictionary<string, string> { ["CI"] = "true" });
        suite.Phases[1].Should().BeEquivalentTo(new { Name = "a-second", Weight = 1, Directory = (string?)null, Timeout = CommandPhaseSpec.DefaultTimeout });
        suite.EnvironmentVariables.Should().Equal([new EnvironmentVariable("LEVEL", IsRequired: true, Environment: null, Phase: "z-first")], "only a run with that phase needs it");
    }

    [Fact]
    public void Read_OfWrongPhases_ReportsAllOfThem()
    {
        var reading = SuiteReader.Read(
            Head + """
            phases:
              load: { run: [make] }
              text: { run: make check }
              none: { run: [] }
              "a b": { run: [make] }
              up: { run: [make], directory: ../other, timeout: 0s, weight: 0, wait: 1 }
              session: { run: [make, "${data.rows.id}", "${engine.port}"] }
            """,
            "suite.yaml");

        reading.Problems.Select(problem => $"{problem.Path}: {problem.Message}").Should().Contain(
        [
            "phases.load: its name is one that every run has",
            "phases.none.run: must have 1 to 200 parts, has 0",
            "phases.up.directory: must be the suite's folder or one below it, was '../other'",
            "phases.up.timeout: must be a duration from 1s to 24h, was '0s'",
            "phases.up.weight: must be a whole number from 1 to 1000, was 0",
            "phases.up.wait: unknown key 'wait'",
        ]);
        reading.Problems.Select(problem => problem.Path).Should().Contain(["phases.text.run", "phases.a b", "phases.session.run[1]", "phases.session.run[2]"]);
        reading.Problems.Should().OnlyContain(problem => problem.Line > 5 && problem.Hint.Length > 0);
    }

    [Fact]
    public void Plan_Phases_AreThoseThatTheRunAsksFor()
    {
        var suite = SuiteReader.ReadOrThrow(Head + "phases: { check: { run: [make, check] }, other: { run: [make] } }", "suite.yaml");

        PlanOf(SuiteOverrides.None).Phases.Should().Equal("sim", "replay");
        var plan = PlanOf(new SuiteOverrides { ExtraPhases = ["other", "built-in"] });
        plan.Phases.Should().Equal(["sim", "other", "built-in", "replay"], "the snapshot holds what they found, and replay reads the snapshot");
        PlanText.Render(plan).Should().Contain("extra phases: 2").And.Contain("make").And.Contain("built into this executable");
        PlanJson.Write(plan)["extra_phases"]!.AsArray().Select(phase => (string)phase!["name"]!).Should().Equal("other", "built-in");

        Plan PlanOf(SuiteOverrides overrides) => PlanBuilder.Build(overrides.Apply(suite), new Dictionary<string, DataTable>(), null, null, new LoadCaps());
    }
}
