using System.Globalization;
using System.Text;
using TestOps.Core.Determinism;
using TestOps.Core.Planning;
using TestOps.Core.Safety;
using TestOps.Core.Suites;
using TestOps.Core.Suites.Reading;
using TestOps.Testing.Golden;

namespace TestOps.Core.Tests.Planning;

public sealed class PlanBuilderTests
{
    private static readonly LoadCaps s_caps = new();

    [Fact]
    public void Build_FullSuite_PrintsAsTheGoldenFile()
        => GoldenFile.Check(Path.Combine(TestFiles.RepositoryRoot, "tests/TestOps.Core.Tests/Planning/full-plan.txt"), PlanText.Render(BuildFull()));

    [Fact]
    public void Write_FullSuite_IsTheGoldenFile()
        => GoldenFile.Check(Path.Combine(TestFiles.RepositoryRoot, "tests/TestOps.Core.Tests/Planning/full-plan.json"), PlanJson.Write(BuildFull()).ToJsonString(new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n");

    [Fact]
    public void Build_EqualInputs_GivesEqualPlans()
    {
        CanonicalJson.Serialize(PlanJson.Write(BuildFull())).Should().Equal(CanonicalJson.Serialize(PlanJson.Write(BuildFull())));
        PlanText.Render(BuildFull()).Should().Be(PlanText.Render(BuildFull()));
    }

    [Fact]
    public void Build_SeedOfTheCommandLine_GoesBeforeTheSuites()
    {
        var suite = Suite();

        Build(suite).Seed.Should().Be(1);
        PlanBuilder.Build(suite, Rows(20), seed: 9, environment: "local", s_caps).Seed.Should().Be(9);
    }

    [Fact]
    public void Build_Environment_GivesItsVariables() => Build(Suite()).Variables.Should().Equal(new Dictionary<string, string> { ["base"] = "http://127.0.0.1:1" });

    [Fact]
    public void Cost_Sessions_AreCountedOneByOne()
    {
        var plan = Build(Suite());
        var picker = new ScenarioPicker(plan.Suite.Sim!.Scenarios);
        var calls = Enumerable.Range(0, 20).Sum(session => picker.Pick(1, session).Name == "ask" ? 2 : 1);

        plan.Cost.SimCalls.Should().Be(calls);
        plan.Cost.ReplayCalls.Should().Be(3 * Enumerable.Range(0, 5).Sum(session => picker.Pick(1, session).Name == "ask" ? 2 : 1), "a black box replays the first 5 sessions");
        plan.Cost.LoadDuration.Should().Be(TimeSpan.FromSeconds(15));
        plan.Cost.LoadIterationsMax.Should().Be(50);
    }

    [Fact]
    public void Cost_ArrivalsThatTheEndCutsOff_CountTheStartOfThePeriodThatHasBegun()
        => Build(SuiteOf("a: { executor: constant-arrival-rate, rate: 1, timeUnit: 2s, duration: 5s, preAllocatedVUs: 2, exec: ask }")).Cost.LoadIterationsMax.Should().Be(3, "starts are due at 0, 2 and 4 s");

    [Fact]
    public void Cost_ControlledEngine_CountsTheSample()
    {
        var suite = Suite() with { Engine = new EngineSpec { Kind = "toron" } };
        var picker = new ScenarioPicker(suite.Sim!.Scenarios);

        var plan = PlanBuilder.Build(suite, Rows(20), seed: null, environment: null, s_caps);

        plan.Cost.ReplayCalls.Should().Be(3 * ReplaySample.Choose(1, 20, 5).Sum(session => picker.Pick(1, session).Name == "ask" ? 2 : 1));
    }

    [Fact]
    public void Cost_UsersThatLoop_HaveNoMostIterations()
        => Build(Suite("executor: constant-arrival-rate, rate: 5, preAllocatedVUs: 2,", "executor: constant-vus, vus: 2,")).Cost.LoadIterationsMax.Should().BeNull();

    [Fact]
    public void Phases_WithoutLoadAndReplay_IsSimAlone()
        => Build(Suite() with { Load = null, Replay = null }).Phases.Should().Equal("sim");

    [Theory]
    [InlineData("locl", "environments (line 3): 'locl' is no environment of this suite; did you mean 'local'?")]
    [InlineData(null, "engine.base_url (line 4): vars.base has no value without an environment; choose one: --env local")]
    [InlineData("other", "engine.base_url (line 4): the environment 'other' has no variable 'base'; add it to environments.other")]
    public void Build_EnvironmentThatDoesNotFit_IsAProblem(string? environment, string expected)
        => ProblemsOf(() => PlanBuilder.Build(Suite(), Rows(20), seed: null, environment, s_caps)).Should().Equal(expected);

    [Theory]
    [InlineData(4, 10_000, 3600, "load.scenarios (line 11): the suite plans 5 virtual users at a time, the operator's cap is 4; lower vus, maxVUs or the targets, or raise the cap with --max-vus 5")]
    [InlineData(1000, 4, 3600, "load.scenarios (line 11): the suite plans 5 iteration starts a second, the operator's cap is 4; lower rate or the targets, or raise the cap with --max-rate 5")]
    [InlineData(1000, 10_000, 14, "load.scenarios (line 11): the suite plans a load of 15s, the operator's cap is 14s; shorten duration, stages, maxDuration or startTime, or raise the cap with --max-duration 15s")]
    public void Build_BeyondTheCaps_NamesTheFlag(int vus, double rate, int seconds, string expected)
    {
        var caps = new LoadCaps { MaxVus = vus, MaxRate = rate, MaxDuration = TimeSpan.FromSeconds(seconds) };

        ProblemsOf(() => PlanBuilder.Build(Suite(), Rows(20), seed: null, "local", caps)).Should().Equal(expected);
    }

    [Fact]
    public void Build_ScenariosThatDoNotOverlap_AreNotAddedUp()
    {
        var suite = SuiteOf("a: { executor: constant-vus, vus: 3, duration: 5s, gracefulStop: 1s, exec: ask }, b: { executor: constant-vus, vus: 4, duration: 5s, startTime: 6s, exec: ask }");

        PlanBuilder.Build(suite, Rows(20), seed: null, "local", s_caps with { MaxVus = 4 }).Cost.LoadDuration.Should().Be(TimeSpan.FromSeconds(11));
        ProblemsOf(() => PlanBuilder.Build(suite, Rows(20), seed: null, "local", s_caps with { MaxVus = 3 })).Should().ContainSingle().Which.Should().Contain("4 virtual users");
    }

    [Fact]
    public void Build_UniqueWithTooFewRows_IsAProblem()
        => ProblemsOf(() => PlanBuilder.Build(Suite(), Rows(19), seed: null, "local", s_caps)).Should().Equal(
            "sim.data.prompts.pick (line 7): unique needs a row for each user: 20 users, 19 rows in prompts.jsonl; add rows, write sim.users: 19, or pick: sequential");

    [Fact]
    public void Build_FieldThatNoRowHas_IsAProblem()
        => ProblemsOf(() => Build(Suite("data.prompts.question", "data.prompts.qestion"))).Should().Equal(
            "sim.scenarios.ask.steps.ask.body (line 9): no row of prompts.jsonl has the field 'qestion'; did you mean 'question'?");

    [Fact]
    public void Build_RowsThatWereNotRead_AreAProblem()
        => ProblemsOf(() => PlanBuilder.Build(Suite(), new Dictionary<string, DataTable>(), seed: null, "local", s_caps)).Should().Equal(
            "sim.data.prompts.file (line 7): the rows of 'prompts.jsonl' were not read; put the file beside the suite");

    [Theory]
    [InlineData("2027-01-15", true)]
    [InlineData("2027-01-16", false)]
    public void Build_MaskThatExpires_IsInForceThroughItsLastDay(string today, bool isInForce)
    {
        var suite = ExpiringSuite();
        var plan = PlanBuilder.Build(suite, Rows(20), seed: null, environment: null, s_caps, DateOnly.ParseExact(today, "yyyy-MM-dd", CultureInfo.InvariantCulture));

        plan.Masks.Should().HaveCount(isInForce ? 1 : 0);
        PlanText.Render(plan).Should().Contain(isInForce ? "opaque, until 2027-01-15" : "opaque, expired after 2027-01-15");
        FluentActions.Invoking(() => PlanBuilder.Build(suite, Rows(20), seed: null, environment: null, s_caps)).Should().Throw<ArgumentException>("a day must be given, none is read from a clock");
    }

    private static Suite ExpiringSuite() => SuiteReader.ReadOrThrow("""
        version: 1
        name: expiring
        engine: { kind: toron }
        sim: { scenarios: { ask: { steps: [ { name: ask, call: GET /health } ] } } }
        replay: { masks: [ { step: ask, at: /a, kind: opaque, opaque: { expires: 2027-01-15 }, reason: r } ] }
        """, "expiring.yaml");

    private static Plan BuildFull()
    {
        var suite = SuiteReader.ReadOrThrow(TestFiles.Read("Suites/full-suite.json"), "full-suite.json");
        var data = new Dictionary<string, DataTable>
        {
            ["prompts"] = DataTableReader.Parse(suite.Sim!.Data["prompts"], Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"question\":\"Why?\"}\n", 300)))).Table!,
            ["accounts"] = DataTableReader.Parse(suite.Sim.Data["accounts"], "user,role\nann,admin\nbob,guest\n"u8.ToArray()).Table!,
        };
        var files = new Dictionary<string, ReadOnlyMemory<byte>> { ["files/report.txt"] = "a report"u8.ToArray() };
        return PlanBuilder.Build(suite, data, seed: null, environment: "local", s_caps, new DateOnly(2026, 11, 23), files: files);
    }

    private static Plan Build(Suite suite) => PlanBuilder.Build(suite, Rows(20), seed: null, environment: "local", s_caps);

    private static Suite Suite(string from = "", string to = "")
        => SuiteOf("steady: { executor: constant-arrival-rate, rate: 5, preAllocatedVUs: 2, maxVUs: 5, duration: 10s, startTime: 5s, exec: ask }", from, to);

    private static Suite SuiteOf(string load, string from = "", string to = "")
    {
        var text = $$"""
            version: 1
            name: planned
            environments: { local: { base: "http://127.0.0.1:1" }, other: { bass: x } }
            engine: { kind: http, base_url: "${vars.base}" }
            sim:
              users: 20
              data: { prompts: { file: prompts.jsonl, pick: unique } }
              scenarios:
                ask: { weight: 3, steps: [ { name: ask, call: POST /ask, body: "${data.prompts.question}" }, { name: again, call: GET /again } ] }
                other: { steps: [ { name: other, call: GET /other } ] }
            load: { scenarios: { {{load}} } }
            replay: { times: 3, sessions: 5 }
            """;
        return SuiteReader.ReadOrThrow(from.Length == 0 ? text : text.Replace(from, to, StringComparison.Ordinal).Replace("maxVUs: 5, ", to.Contains("constant-vus") ? "" : "maxVUs: 5, ", StringComparison.Ordinal), "planned.yaml");
    }

    private static Dictionary<string, DataTable> Rows(int count)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, count).Select(static n => $"{{\"question\":\"q{n}\"}}\n")));
        return new Dictionary<string, DataTable> { ["prompts"] = DataTableReader.Parse(new DataSourceSpec("prompts", "prompts.jsonl", DataPick.Unique), bytes).Table! };
    }

    private static List<string> ProblemsOf(Func<Plan> build)
        => [.. build.Should().Throw<InvalidSuiteException>().Which.Problems.Select(static problem => problem.ToString())];
}
