using TestOps.Core.Engines;
using TestOps.Core.Planning;
using TestOps.Core.Safety;
using TestOps.Core.Suites;
using TestOps.Core.Suites.Reading;

namespace TestOps.Core.Tests.Planning;

/// <summary>What an engine that is started, or completed by an environment, must be before anything begins.</summary>
public sealed class EngineRulesTests
{
    private const string Environments = "local: { base: \"http://127.0.0.1:${engine.port}\" }, staging: { base: \"https://shop.example\" }, free: { base: \"http://127.0.0.1:8000\", start: null }";
    private const string Started = "{ kind: http, base_url: \"${vars.base}\", start: { command: [serve, --port, \"${engine.port}\"], ready: /up }, health: /health }";

    [Fact]
    public void Build_StartedEngine_StaysSymbolic()
    {
        var plan = Build(Started, Environments, "local");

        plan.Variables["base"].Should().Be("http://127.0.0.1:${engine.port}");
        PlanText.Render(plan).Should().Contain("  start         serve --port ${engine.port}\n                ready when GET /up answers, within 30s; a fresh process for every phase and every replay\n")
            .And.Contain("  evidence      B (cooperating: fresh or reset for every replay)\n")
            .And.Contain("  variables     base = http://127.0.0.1:${engine.port}\n");
        PlanJson.Write(plan)["engine"]!["start"]!["command"]!.ToJsonString().Should().Be("""["serve","--port","${engine.port}"]""");
    }

    [Fact]
    public void Build_EnvironmentWithoutStart_IsABlackBox()
    {
        var plan = Build(Started, Environments, "free");

        plan.Suite.Engine.Start.Should().BeNull("the engine of a plan is that of its environment");
        PlannedEvidence.Of(plan.Suite.Engine).Should().Be(EvidenceClass.BlackBox);
        PlanText.Render(plan).Should().NotContain("  start ").And.Contain("  evidence      C (black box: replays met a warm engine)\n");
    }

    [Theory]
    [InlineData("{ call: POST /reset }", "  reset         POST /reset, within 30s, before every phase and every replay\n")]
    [InlineData("{ run: [make, db restore], timeout: 1m }", "  reset         make 'db restore', within 1m, before every phase and every replay\n")]
    public void Build_EngineThatIsReset_Cooperates(string reset, string expected)
    {
        var plan = Build($"{{ kind: http, base_url: \"http://127.0.0.1:1\", reset: {reset} }}", "e: { x: 1 }", null);

        PlannedEvidence.Of(plan.Suite.Engine).Should().Be(EvidenceClass.Cooperating);
        PlanText.Render(plan).Should().Contain(expected);
    }

    [Theory]
    [InlineData("staging", Started, "engine.start (line 4): TestOps starts the engine on this machine, but base_url names shop.example; write start: null in environments.staging where somebody else runs the engine, or a base_url on 127.0.0.1")]
    [InlineData("local", "{ kind: http, base_url: \"${vars.base}\" }", "engine.base_url (line 4): engine.port is the port of an engine that TestOps starts, and engine.start is missing; add engine.start, or write the port")]
    [InlineData("local", "{ kind: http, base_url: \"${vars.base}\", start: { command: [serve] } }", "engine.start.command (line 4): nothing tells the program on which port to listen: base_url uses ${engine.port}, the command and its env do not; pass it on, for example as [..., --port, \"${engine.port}\"], or write a fixed port into base_url")]
    [InlineData("local", "{ kind: http, base_url: \"http://localhost:80\", start: { command: [serve], env: { PORT: \"${engine.port}\" } } }", "engine.base_url (line 4): the program is told to listen on ${engine.port}, but base_url names another port; write \"http://127.0.0.1:${engine.port}\", or leave base_url out")]
    [InlineData(null, Started, "engine.base_url (line 4): vars.base has no value without an environment; choose one: --env free or --env local or --env staging")]
    public void Build_EngineThatMakesNoSense_IsRefused(string? environment, string engine, string expected) => Problems(engine, Environments, environment).Should().Equal(expected);

    [Fact]
    public void Build_VariableOfAnotherEnvironmentInTheCommandOfAProcess_IsToldAtTheKeyThatTheSuiteHas() =>
        Problems("{ kind: process, command: [serve, \"${vars.extra}\"], env: { A: \"${vars.second}\" } }", "local: { base: x }, other: { extra: y, second: z }", "local").Select(static problem => problem.Split(' ')[0])
            .Should().Equal("engine.command", "engine.env.A");

    [Fact]
    public void Build_EngineThatOnlyEnvironmentsComplete_SaysSo()
    {
        const string environments = "a: { base_url: \"http://127.0.0.1:1\" }, b: { start: { command: [serve, \"${engine.port}\"] } }";

        Problems("{ kind: http }", environments, null).Should().Equal("engine (line 4): the engine is not complete without an environment: base_url is missing; choose one: --env a or --env b");
        Build("{ kind: http }", environments, "b").Suite.Engine.BaseUrl.Should().Be(EngineDefaults.StartedBaseUrl);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8000", "[serve]")]
    [InlineData("http://[::1]:${engine.port}", "[serve, \"${engine.port}\"]")]
    [InlineData("http://localhost:${engine.port}/v1", "[serve, \"${vars.at}\"]")]
    [InlineData("http://127.0.0.1:${env.PORT}", "[serve, \"${env.PORT}\"]")]
    public void Build_StartedEngineOnLoopback_IsAPlan(string baseUrl, string command)
        => Build($"{{ kind: http, base_url: \"{baseUrl}\", start: {{ command: {command} }} }}", "e: { at: \"localhost:${engine.port}\" }", "e").Suite.Engine.Start.Should().NotBeNull();

    [Theory]
    [InlineData("http://127.0.0.1:${engine.port}", true)]
    [InlineData("to 127.0.0.1:${engine.port}/x", true)]
    [InlineData("${engine.port}", false)]
    [InlineData("http://localhost:${engine.port}", false)]
    [InlineData("http://127.0.0.1:${engine.port + 1}", false)]
    public void Build_VariableWithThePortInAStep_MustBeTheAddress(string variable, bool isAllowed)
    {
        var problems = Problems(
            "{ kind: http, start: { command: [serve, \"${engine.port}\"] } }", $"e: {{ back: \"{variable}\" }}", "e", "name: a, call: POST /a, body: { back: \"${vars.back}\" }");

        problems.Should().Equal(isAllowed ? [] : ["sim.scenarios.a.steps.a.body (line 5): vars.back holds ${engine.port}, which differs between a run and its replay, outside of the address in base_url; write ${engine.base}, which is recorded as such"]);
    }

    [Fact]
    public void AsRecorded_Variables_NameTheEngineAsTheTraceDoes()
        => LeaseVariables.AsRecorded(Build("{ kind: http, base_url: \"${vars.base}/v1\", start: { command: [serve, \"${engine.port}\"] } }", "e: { base: \"http://127.0.0.1:${engine.port}\", host: \"127.0.0.1:${engine.port}\", other: x }", "e"))
            .Should().Equal(new Dictionary<string, string> { ["base"] = "${engine.base}", ["host"] = "${engine.base}", ["other"] = "x" });

    [Fact]
    public void Apply_FaultsOfTheCommandLine_ReachTheEnginesOfEnvironments()
    {
        var suite = SuiteOf("{ kind: toron }", "e: { latency: real }");

        new SuiteOverrides { Faults = ["hang"] }.Apply(suite).EngineIn("e").Faults.Should().Equal("hang");
    }

    private static IEnumerable<string> Problems(string engine, string environments, string? environment, string step = "name: a, call: GET /")
    {
        try
        {
            Build(engine, environments, environment, step);
            return [];
        }
        catch (InvalidSuiteException invalid)
        {
            return invalid.Problems.Select(static problem => problem.ToString());
        }
    }

    private static Plan Build(string engine, string environments, string? environment, string step = "name: a, call: GET /")
        => PlanBuilder.Build(SuiteOf(engine, environments, step), new Dictionary<string, DataTable>(), seed: null, environment, new LoadCaps());

    private static Suite SuiteOf(string engine, string environments, string step = "name: a, call: GET /")
        => SuiteReader.ReadOrThrow($"version: 1\nname: s\nenvironments: {{ {environments} }}\nengine: {engine}\nsim: {{ scenarios: {{ a: {{ steps: [ {{ {step} }} ] }} }} }}\n", "s.yaml");
}
