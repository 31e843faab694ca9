using System.Text.Json.Nodes;
using TestOps.Core.Suites;
using TestOps.Core.Suites.Reading;

namespace TestOps.Core.Tests.Suites;

/// <summary>A suite that uses every key, as JSON, becomes the typed suite that it says.</summary>
public sealed class SuiteReaderTests
{
    private static readonly Suite s_suite = SuiteReader.ReadOrThrow(TestFiles.Read("Suites/full-suite.json"), "full-suite.json");

    private static CallStepSpec Ask => s_suite.Sim!.Scenarios[0].Steps.OfType<CallStepSpec>().First();

    [Fact]
    public void Read_Engine_IsTyped()
    {
        s_suite.Name.Should().Be("full-suite");
        s_suite.SourceText.Should().Be(TestFiles.Read("Suites/full-suite.json"));
        s_suite.Engine.BaseUrl.Should().Be("${vars.base}/v1");
        s_suite.Engine.Health.Should().Be("/health");
        s_suite.Engine.Version.Should().Be(new VersionSpec("GET", "/version", "/version"));
        s_suite.Engine.Headers.Should().Equal(new Dictionary<string, string> { ["Authorization"] = "Bearer ${env.TOKEN}" });
        s_suite.Engine.Timeout.Should().Be(TimeSpan.FromSeconds(10));
        s_suite.Engine.MaxBodyBytes.Should().Be(4 * 1024 * 1024);
        s_suite.Environments["local"].Should().Equal(new Dictionary<string, string> { ["base"] = "http://127.0.0.1:8080", ["tries"] = "3", ["fast"] = "true" });
    }

    [Fact]
    public void Read_Sim_IsTyped()
    {
        var sim = s_suite.Sim!;
        sim.Seed.Should().Be(ulong.MaxValue);
        sim.Users.Should().Be(250);
        sim.Concurrency.Should().Be(4);
        sim.RealThink.Should().BeTrue();
        sim.Data["prompts"].Should().Be(new DataSourceSpec("prompts", "data/prompts.jsonl", DataPick.Unique));
        sim.Data["accounts"].Pick.Should().Be(DataPick.Random);
        sim.Scenarios.Select(scenario => (scenario.Name, scenario.Weight)).Should().Equal(("ask", 9), ("lookup", 1), ("grammar", 1));
        sim.Scenarios[0].Tags.Should().Equal("core", "slow");
        sim.Scenarios[0].Steps.OfType<ThinkStepSpec>().Select(step => step.Think).Should().Equal(
            new ConstantThink(TimeSpan.FromMilliseconds(500)),
            new ConstantThink(TimeSpan.FromSeconds(1)),
            new UniformThink(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)),
            new ExponentialThink(TimeSpan.FromSeconds(2)),
            new LognormalThink(TimeSpan.FromSeconds(2), 500));
        sim.Metrics.Should().Equal(
            new MetricSpec { Name = "a", Kind = MetricKind.Share, Script = "status === 200", Of = "ask", Min = 0.9, Max = 1 },
            new MetricSpec { Name = "b", Kind = MetricKind.Sum, Script = "body.metrics.tier_retries", Of = "ask" },
            new MetricSpec { Name = "c", Kind = MetricKind.Mean, Script = "body.consensus.confidence", Of = "ask", Min = -5 },
            new MetricSpec { Name = "d", Kind = MetricKind.Count, Script = "body.consensus.confidence > 0.5", Of = "lookup" },
            new MetricSpec { Name = "e", Kind = MetricKind.Latency, Percentile = 95, Of = "ask", Max = 1500 },
            new MetricSpec { Name = "f", Kind = MetricKind.First, Percentile = 99, Of = "talk", Max = 200 });
    }

    [Fact]
    public void Read_Step_IsTyped()
    {
        Ask.Name.Should().Be("ask");
        Ask.CallTemplate.Should().Be("POST /query/${user.index}");
        Ask.Tags.Should().Equal("first");
        Ask.Headers.Should().Equal(new Dictionary<string, string> { ["Accept-Language"] = "en", ["X-Try"] = "1" });
        Ask.Query.Should().Equal(new Dictionary<string, string> { ["limit"] = "10", ["q"] = "${data.prompts.question}" });
        Ask.Body!.ToJsonString().Should().Be("""{"prompt":"${data.prompts.question}","use_cache":true,"nested":[1,2.50,null]}""");
        Ask.Keep.Should().Equal(new KeepSpec("model", "/consensus/model"), new KeepSpec("id", "/metrics/request_id", IsSecret: true));
        s_suite.Sim!.Scenarios[0].Steps[1].Should().BeOfType<ThinkStepSpec>("a pause beside a call follows it");
    }

    [Fact]
    public void Read_Grammar_IsTyped()
    {
        var steps = s_suite.Sim!.Scenarios[2].Steps;
        var use = steps[0].Should().BeOfType<BlockStepSpec>().Which;
        (use.Flow, use.If, use.Repeat, use.Steps.Count).Should().Be(("login", "user.index > 0", 2, 2));
        var login = use.Steps[0].Should().BeOfType<CallStepSpec>().Which;
        (login.Name, login.Form.Single()).Should().Be(("first-login", new FormFieldSpec("user", "${user.id}")));
        var form = steps[1].Should().BeOfType<BlockStepSpec>().Which.Steps.OfType<CallStepSpec>().Single();
        form.Form.Should().Equal(new FormFieldSpec("a", "1"), new FormFieldSpec("b", "x"), new FormFieldSpec("b", "${user.id}"));
        (form.Cookies["sid"], form.IgnoresCookies).Should().Be(("abc", false));
        var upload = (CallStepSpec)steps[2];
        upload.IgnoresCookies.Should().BeTrue();
        upload.Multipart.Should().Equal(new PartSpec { Name = "title", Text = "of ${user.id}" }, new PartSpec { Name = "file", File = "files/report.txt", FileName = "r.txt", Type = "text/plain" });
        var wait = ((CallStepSpec)steps[3]).Until!;
        (wait.At, wait.Every, wait.Timeout, wait.Conditions.In!.Count).Should().Be(("/status", TimeSpan.FromMilliseconds(500), TimeSpan.FromMinutes(1), 2));
        (((CallStepSpec)steps[4]).Until!.Every, ((CallStepSpec)steps[4]).Until!.Timeout).Should().Be((TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30)));
        ((CallStepSpec)steps[5]).Stream.Should().Be(new StreamSpec { Done = "[DONE]", Join = "/delta" });
        s_suite.Sim.Scenarios[2].CallsPerSession.Should().Be(9);
        SuiteFiles.Of(s_suite).Should().Equal("files/report.txt");
    }

    [Fact]
    public void Read_Checks_AreTypedAndNamed()
    {
        Ask.Expect.Select(check => check.Name).Should().Equal(
            "status", "is json", "/consensus/grade", "/consensus/model", "/consensus/confidence", "body", "js: body.metrics.providers_failed === 0");
        Ask.Expect[0].Should().BeOfType<StatusCheck>().Which.Accepted.Should().Equal(Enumerable.Range(200, 100).Append(404));
        Ask.Expect[1].Should().BeOfType<HeaderCheck>().Which.Conditions.Contains!.Value!.GetValue<string>().Should().Be("json");
        Ask.Expect[2].Should().BeOfType<AtCheck>().Which.Conditions.In!.Select(value => value?.GetValue<string>()).Should().Equal("A", "B", null);
        var model = Ask.Expect[3].Should().BeOfType<AtCheck>().Which.Conditions;
        (model.EqualTo!.Value!.GetValue<string>(), model.Matches, model.Type, model.Exists, model.Length).Should().Be(("opus", "^o", "string", true, 4));
        Ask.Expect[4].Should().BeOfType<AtCheck>().Which.Conditions.Should().Be(new Conditions { Min = 0.5m, Max = 1m });
        Ask.Expect[5].Should().BeOfType<AtCheck>().Which.Conditions.Schema!["type"]!.GetValue<string>().Should().Be("object");
        Ask.Expect[6].Should().BeOfType<ScriptCheck>().Which.Script.Should().Be("body.metrics.providers_failed === 0");
    }

    [Fact]
    public void Read_Load_IsTyped()
    {
        var load = s_suite.Load!;
        load.WarmUp.Should().Be(TimeSpan.FromSeconds(2));
        load.Http.Should().Be(new LoadHttpSpec
        {
            Version = "2",
            MaxRedirects = 3,
            DiscardResponseBodies = true,
            NoConnectionReuse = true,
            NoVuConnectionReuse = true,
            InsecureSkipTlsVerify = true,
            UserAgent = "shelf-load",
            Timeout = TimeSpan.FromSeconds(5),
        });
        load.Duration.Should().Be(TimeSpan.FromMinutes(8));
        load.Thresholds.Should().Equal(
            new ThresholdSpec("http_req_duration{name:ask}", "p(95)<500"),
            new ThresholdSpec("http_req_duration{name:ask}", "p(99)<900") { AbortOnFail = true, DelayAbortEval = TimeSpan.FromSeconds(10) },
            new ThresholdSpec("http_req_failed", "rate<0.01"));
    }

    [Fact]
    public void Read_LoadScenarios_AreTyped() => s_suite.Load!.Scenarios.Should().BeEquivalentTo(
        new LoadScenarioSpec[]
        {
            new ConstantVusSpec
            {
                Name = "users",
                Exec = "ask",
                Vus = 10,
                Duration = TimeSpan.FromSeconds(30),
                StartTime = TimeSpan.FromSeconds(5),
                GracefulStop = TimeSpan.Zero,
                Tags = new Dictionary<string, string> { ["team"] = "core", ["wave"] = "1" },
            },
            new ConstantArrivalRateSpec
            {
                Name = "arrivals",
                Exec = "lookup",
                Rate = 30,
                TimeUnit = TimeSpan.FromMinutes(1),
                Duration = TimeSpan.FromMinutes(2),
                PreAllocatedVus = 20,
                MaxVus = 50,
            },
            new RampingArrivalRateSpec
            {
                Name = "surge",
                Exec = "ask",
                StartRate = 5,
                Stages = [new(TimeSpan.FromSeconds(10), 50), new(TimeSpan.Zero, 10)],
                Duration = TimeSpan.FromSeconds(10),
                PreAllocatedVus = 20,
                MaxVus = 60,
                StartTime = TimeSpan.FromMinutes(3),
            },
            new RampingVusSpec
            {
                Name = "ramp",
                Exec = "ask",
                StartVus = 0,
                Stages = [new(TimeSpan.FromSeconds(10), 20), new(TimeSpan.FromSeconds(5), 0)],
                GracefulRampDown = TimeSpan.FromSeconds(3),
                Duration = TimeSpan.FromSeconds(15),
                StartTime = TimeSpan.FromMinutes(4),
            },
            new SharedIterationsSpec { Name = "shared", Exec = "ask", Vus = 4, Iterations = 100, Duration = TimeSpan.FromMinutes(1), StartTime = TimeSpan.FromMinutes(5) },
            new PerVuIterationsSpec { Name = "each", Exec = "ask", Vus = 4, Iterations = 10, Duration = TimeSpan.FromMinutes(1), StartTime = TimeSpan.FromMinutes(7) },
        },
        static options => options.WithStrictOrdering().PreferringRuntimeMemberTypes());

    [Fact]
    public void Read_Script_IsTyped()
    {
        var load = FullSuite.Script().Read().Suite!.Load!;

        (load.Driver, load.K6, load.Scenarios.Count, load.Duration).Should().Be(("k6", "/opt/k6", 0, TimeSpan.Zero));
        load.Script.Should().BeEquivalentTo(new K6ScriptSpec
        {
            File = "load/shelf.js",
            Environment = new Dictionary<string, string> { ["BASE"] = "${engine.base}", ["KEY"] = "${env.KEY}" },
            Arguments = ["--tag", "team=${vars.base}"],
        });
    }

    [Fact]
    public void Read_Replay_IsTyped()
    {
        var replay = s_suite.Replay!;
        (replay.Times, replay.Floor, replay.Sessions, replay.MaxOpaque).Should().Be((3, 99.5m, 200, 0.1m));
        replay.Floors.Should().Equal(new Dictionary<string, decimal> { ["lookup"] = 100 });
        replay.Masks.Should().Equal(
            new MaskSpec { Step = "ask", At = "/metrics/latency_ms", Kind = MaskKind.Type, Reason = "wall-clock" },
            new MaskSpec { Call = "DELETE /x", At = "/items/*/id", Kind = MaskKind.Token, Reason = "numbered by the engine" },
            new MaskSpec { Step = "again", At = "/score", Kind = MaskKind.Tolerance, Abs = 0.001m, Rel = 0.01m, Reason = "floats" },
            new MaskSpec { Step = "again", At = "/trace", Kind = MaskKind.Opaque, Expires = new DateOnly(2027, 1, 15), Reason = "debug text" },
            new MaskSpec { Step = "again", At = "/at", Kind = MaskKind.Time, Within = TimeSpan.FromSeconds(2), Reason = "wall clock" },
            new MaskSpec { Step = "again", At = "/items", Kind = MaskKind.Set, Key = "/id", Reason = "hash order" });
    }

    [Fact]
    public void Read_LeastSuite_HasTheDefaults()
    {
        var suite = SuiteReader.ReadOrThrow("""
            version: 1
            name: least
            engine: { kind: toron }
            sim: { scenarios: { ask: { steps: [ { name: ask, call: GET /health } ] } } }
            """, "least.yaml");

        suite.Load.Should().BeNull();
        suite.Replay.Should().BeNull();
        (suite.Engine.RealLatency, suite.Engine.Faults.Count, suite.Engine.BaseUrl).Should().Be((false, 0, null));
        (suite.Sim!.Seed, suite.Sim.Users, suite.Sim.Concurrency, suite.Sim.RealThink).Should().Be((1UL, 100, 1, false));
        (suite.Sim.Scenarios[0].Weight, suite.Sim.Scenarios[0].Steps.Count).Should().Be((1, 1));
    }

    [Fact]
    public void Read_BodyInYaml_FollowsTheCoreSchema()
    {
        var body = BodyOf("""
            [yes, No, on, True, false, ~, null, "1", 1, 007, +5, -0, 0o17, 0xFF, 1.50, .5, 5., 1e3, -1.5E-2, 1_000, 12:30, 2026-01-01, !!str 5, '', 123456789012345678901234567890]
            """);

        body.ToJsonString().Should().Be("""
            ["yes","No","on",true,false,null,null,"1",1,7,5,0,15,255,1.50,0.5,5,1e3,-1.5E-2,"1_000","12:30","2026-01-01","5","",123456789012345678901234567890]
            """);
    }

    [Fact]
    public void Read_AnchorsAndJsonEscapes_AreUnderstood()
        => BodyOf("""[&x { a: "\ud83d\ude00\/" }, *x]""")[1]!["a"]!.GetValue<string>().Should().Be("😀/");

    private static JsonNode BodyOf(string body)
    {
        var suite = SuiteReader.ReadOrThrow($$"""
            version: 1
            name: body
            engine: { kind: toron }
            sim: { scenarios: { ask: { steps: [ { name: ask, call: POST /x, body: {{body.Trim()}} } ] } } }
            """, "body.yaml");
        return ((CallStepSpec)suite.Sim!.Scenarios[0].Steps[0]).Body!;
    }
}
