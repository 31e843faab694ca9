using TestOps.Core.Planning;
using TestOps.Core.Safety;
using TestOps.Core.Suites;
using TestOps.Core.Suites.Reading;

namespace TestOps.Core.Tests.Planning;

/// <summary>Profiles expand to ordinary scenarios, one for each scenario of sim with its share.</summary>
public sealed class LoadProfilesTests
{
    [Fact]
    public void Expand_BuiltInShapes_AreThoseOfThePage()
    {
        var lines = LoadProfiles.BuiltIn.Select(name => $"{name}: {Words(Plan($"{{ profile: {name} }}").Suite.Load!.Scenarios[0])}");

        lines.Should().Equal(
            "smoke: constant-vus 1 for 30s",
            "baseline: ramping-vus 0, 15s to 10, 2m to 10, 15s to 0",
            "stress: ramping-vus 0, 15s to 25, 1m to 25, 15s to 50, 1m to 50, 15s to 75, 1m to 75, 15s to 100, 1m to 100, 15s to 0",
            "soak: ramping-vus 0, 1m to 20, 50m to 20, 1m to 0",
            "spike: ramping-vus 10, 1m to 10, 5s to 100, 1m to 100, 5s to 10, 1m to 10");
    }

    [Fact]
    public void Expand_WithoutExec_SharesUsersByWeight_AndLeavesScenariosWithoutWeightOut()
    {
        var load = Plan("{ profile: steady, profiles: { steady: { shape: smoke, vus: 10 } } }", "a: { weight: 7, STEPS }, b: { weight: 2, STEPS }, c: { weight: 0, STEPS }, d: { STEPS }").Suite.Load!;

        load.Scenarios.Cast<ConstantVusSpec>().Select(scenario => (scenario.Name, scenario.Exec, scenario.Vus)).Should().Equal(("a", "a", 7), ("b", "b", 2), ("d", "d", 1));
    }

    [Fact]
    public void Expand_FewerUsersThanScenarios_GivesEachOne()
    {
        var load = Plan("{ profile: smoke }", "a: { weight: 9, STEPS }, b: { weight: 1, STEPS }").Suite.Load!;

        load.Scenarios.Cast<ConstantVusSpec>().Select(scenario => scenario.Vus).Should().Equal(1, 1);
    }

    [Fact]
    public void Expand_WithRate_StartsIterationsOnASchedule()
    {
        var load = Plan("{ profile: fast, profiles: { fast: { shape: baseline, rate: 40, ramp: 2s, duration: 10s } } }").Suite.Load!;

        var scenario = load.Scenarios.Single().Should().BeOfType<RampingArrivalRateSpec>().Subject;
        (scenario.StartRate, scenario.PreAllocatedVus, scenario.MaxVus, scenario.Duration).Should().Be((0, 40, 40, TimeSpan.FromSeconds(14)));
        scenario.Stages.Should().Equal(new LoadStageSpec(TimeSpan.FromSeconds(2), 40), new LoadStageSpec(TimeSpan.FromSeconds(10), 40), new LoadStageSpec(TimeSpan.FromSeconds(2), 0));
    }

    [Fact]
    public void Expand_ExecAndThresholdsOfTheProfile_TakeThePlaceOfTheLoads()
    {
        var load = Plan("{ profile: one, profiles: { one: { shape: smoke, exec: b, thresholds: { checks: rate>0.5 } } }, thresholds: { http_req_failed: rate<0.01 } }", "a: { STEPS }, b: { weight: 0, STEPS }").Suite.Load!;

        load.Scenarios.Single().Exec.Should().Be("b");
        load.Thresholds.Should().Equal(new ThresholdSpec("checks", "rate>0.5"));
    }

    [Fact]
    public void Build_ProfileAboveTheCaps_IsRefused()
    {
        var act = () => Plan("{ profile: stress }", caps: new LoadCaps { MaxVus = 50 });

        act.Should().Throw<InvalidSuiteException>().Which.Problems.Should().ContainSingle(problem => problem.Message.Contains("100 virtual users at a time, the operator's cap is 50"));
    }

    [Fact]
    public void Render_Profile_PrintsItsScenarios()
        => PlanText.Render(Plan("{ profile: smoke, against: { \"p(95)\": { worse_by: 10%, and: 20ms } } }")).Should().Contain("load: profile smoke, driver builtin").And.Contain("constant-vus").And.Contain("10 % and 20ms");

    [Theory]
    [InlineData("{ profile: smok }", "load.profile", "'smok' is no profile", "did you mean 'smoke'?")]
    [InlineData("{ profile: smoke, scenarios: { s: { executor: constant-vus, duration: 1s, exec: a } } }", "load.scenarios", "exclude one another", "remove one")]
    [InlineData("{ profile: smoke, profiles: { own: { vus: 3 } } }", "load.profiles.own", "'shape' is missing", "add shape: baseline")]
    [InlineData("{ profile: smoke, profiles: { smoke: { shape: soak } } }", "load.profiles.smoke.shape", "has the shape 'smoke'", "a name of its own")]
    [InlineData("{ profile: smoke, profiles: { export: { shape: soak } } }", "load.profiles.export", "a command of its own", "name the profile otherwise")]
    [InlineData("{ profile: smoke, profiles: { smoke: { exec: z } } }", "load.profiles.smoke.exec", "'z' is no scenario", "did you mean")]
    [InlineData("{ profile: smoke, against: { \"p(95)\": {} } }", "load.against.p(95)", "no margin is given", "worse_by: 10%")]
    [InlineData("{ profile: smoke, against: { \"p(95)\": { worse_by: 10 } } }", "load.against.p(95).worse_by", "must be a share from 0% to 1000%, was 10", "such as 10%")]
    [InlineData("{ profile: smoke, against: { \"p(95)\": { and: soon } } }", "load.against.p(95).and", "must be a margin above 0, was 'soon'", "20ms")]
    [InlineData("{ warm_up: 1s }", "load", "'scenarios' is missing", "add scenarios")]
    public void Read_WhatDoesNotFit_IsRefusedByName(string load, string path, string message, string hint)
    {
        var problems = SuiteReader.Read(Text(load, "a: { STEPS }"), "suite.yaml").Problems;

        problems.Should().ContainSingle().Which.Should().Match<SuiteProblem>(problem => problem.Path == path && problem.Message.Contains(message) && problem.Hint.Contains(hint));
    }

    [Fact]
    public void Apply_ProfileOfTheCommandLine_TakesThePlaceOfTheSuitesScenarios()
    {
        var suite = SuiteReader.ReadOrThrow(Text("{ scenarios: { s: { executor: constant-vus, duration: 1s, exec: a } }, thresholds: { checks: rate>0.5 } }", "a: { STEPS }"), "suite.yaml");
        var overrides = new SuiteOverrides { Load = new LoadOverrides { Profile = "baseline", Vus = 3, Duration = TimeSpan.FromSeconds(5), Url = "http://127.0.0.1:9" }, Selection = new Selection { Phases = ["load"] } };

        var plan = PlanBuilder.Build(overrides.Apply(suite), new Dictionary<string, DataTable>(), null, null, LoadCaps.Unlimited, selection: overrides.Selection);

        Words(plan.Suite.Load!.Scenarios.Single()).Should().Be("ramping-vus 0, 15s to 3, 5s to 3, 15s to 0");
        plan.Suite.Load!.Thresholds.Should().HaveCount(1);
        plan.Suite.Engine.Should().Match<EngineSpec>(engine => engine.Kind == "http" && engine.BaseUrl == "http://127.0.0.1:9");
        overrides.Load.CommandOf("suite.yaml").Should().Be("testops load baseline --suite suite.yaml --url http://127.0.0.1:9 --vus 3 --duration 5s");
    }

    private static string Words(LoadScenarioSpec scenario) => scenario switch
    {
        ConstantVusSpec constant => $"{scenario.Executor} {constant.Vus} for {DurationText.Format(constant.Duration)}",
        RampingVusSpec ramp => $"{scenario.Executor} {ramp.StartVus}, {string.Join(", ", ramp.Stages.Select(stage => $"{DurationText.Format(stage.Duration)} to {stage.Target}"))}",
        _ => scenario.ToString(),
    };

    private static Plan Plan(string load, string scenarios = "a: { STEPS }", LoadCaps? caps = null)
        => PlanBuilder.Build(SuiteReader.ReadOrThrow(Text(load, scenarios), "suite.yaml"), new Dictionary<string, DataTable>(), null, null, caps ?? LoadCaps.Unlimited);

    private static string Text(string load, string scenarios) =>
        $"version: 1\nname: s\nengine: {{ kind: toron }}\nsim: {{ users: 1, scenarios: {{ {scenarios.Replace("STEPS", "steps: [ { name: get, call: GET / } ]", StringComparison.Ordinal)} }} }}\nload: {load}\n";
}
