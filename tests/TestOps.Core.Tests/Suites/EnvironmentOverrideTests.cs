using TestOps.Core.Suites;
using TestOps.Core.Suites.Reading;

namespace TestOps.Core.Tests.Suites;

/// <summary>An entry of an environment that is a key of engine overrides it; every other one is a variable.</summary>
public sealed class EnvironmentOverrideTests
{
    private const string Started = """
        kind: http
        base_url: "${vars.base}"
        start: { command: [serve, "${engine.port}"], ready: /ready }
        headers: { A: one, B: two }
        health: /health
        """;

    [Theory]
    [InlineData("base: \"http://127.0.0.1:1\", start: null, health: /up")]
    [InlineData("base: \"http://127.0.0.1:1\", engine: { start: null, health: /up }")]
    [InlineData("base: \"http://127.0.0.1:1\", start: null, engine: { health: /up }")]
    public void Read_Override_IsTakenDirectlyAndUnderEngine(string environment)
    {
        var suite = Read(Started, $"e: {{ {environment} }}");

        suite.Environments["e"].Should().Equal(new Dictionary<string, string> { ["base"] = "http://127.0.0.1:1" });
        suite.EngineIn("e").Start.Should().BeNull();
        suite.EngineIn("e").Health.Should().Be("/up");
        suite.EngineIn("e").BaseUrl.Should().Be("${vars.base}", "what is not overridden stays");
        suite.EngineIn(null).Start!.Ready.Should().Be("/ready");
        suite.EngineIn(null).Health.Should().Be("/health");
    }

    [Fact]
    public void Read_OverriddenKey_IsReplacedAsAWhole()
        => Read(Started, "e: { base: x, headers: { C: three } }").EngineIn("e").Headers.Should().Equal(new Dictionary<string, string> { ["C"] = "three" });

    [Fact]
    public void Read_VariableOfAnOverriddenKey_IsNotReadInThatEnvironment()
    {
        const string Engine = """
            kind: http
            start: { command: [serve, "${engine.port}", "${env.LICENCE}"], env: { KEY: "${env.BOTH}" } }
            headers: { A: "${env.BOTH}", B: "${env.HEADER}" }
            """;

        var suite = Read(Engine, "near: { health: /up }, far: { start: null, base_url: \"http://127.0.0.1:1\" }, other: { engine: { headers: null } }");

        Needed(null).Should().Equal("BOTH", "HEADER", "LICENCE");
        Needed("near").Should().Equal("BOTH", "HEADER", "LICENCE");
        Needed("far").Should().Equal(["BOTH", "HEADER"], "nothing is started there");
        Needed("other").Should().Equal("BOTH", "LICENCE");

        IEnumerable<string> Needed(string? environment) =>
            suite.EnvironmentVariables.Where(variable => variable.IsReadIn(environment, [])).Select(variable => variable.Name).Distinct(StringComparer.Ordinal);
    }

    [Fact]
    public void Read_Override_MayBeAnotherKind()
    {
        var engine = Read(Started, "e: { base: x, engine: { kind: toron, base_url: null, start: null, headers: null, health: null } }").EngineIn("e");

        engine.Kind.Should().Be("toron");
        engine.BaseUrl.Should().BeNull();
    }

    [Fact]
    public void Read_EngineThatAnEnvironmentCompletes_IsASuite()
    {
        var suite = Read("kind: http", "e: { base_url: \"http://127.0.0.1:8000\" }, owned: { start: { command: [serve, \"${engine.port}\"] } }");

        suite.Engine.BaseUrl.Should().BeNull();
        suite.EngineIn("e").BaseUrl.Should().Be("http://127.0.0.1:8000");
        suite.EngineIn("owned").BaseUrl.Should().Be("http://127.0.0.1:${engine.port}", "a started engine listens where it is told to");
    }

    [Theory]
    [InlineData("e: { base: x, start: null, engine: { start: null } }", "environments.e.engine.start (line 2): 'start' is overridden twice in this environment; keep one of them")]
    [InlineData("e: { base: x, health: up }", "environments.e.health (line 2): the path must start with /, was 'up'; write /up")]
    [InlineData("e: { base: x, engine: { helth: /up } }", "environments.e.engine.helth (line 2): unknown key 'helth'; did you mean 'health'?")]
    [InlineData("e: { base: x, engine: 7 }", "environments.e.engine (line 2): must be a mapping, was 7; write KEY: VALUE with keys such as kind, base_url, start, reset")]
    [InlineData("e: { base: x, http2: true }", "environments.e.http2 (line 2): 'http2' is not built yet; leave it out: HTTP/1.1 is spoken")]
    [InlineData("e: { base: x, base_url: null, start: null }", "environments.e (line 2): 'base_url' is missing; add base_url: \"http://127.0.0.1:8080\"")]
    [InlineData("e: { base: x, port: null }", "environments.e.port (line 2): must be text, a number or a boolean, was null; write a single value")]
    [InlineData("e: { base: \"http://${vars.host}\" }", "environments.e.base (line 2): 'vars.host' has no value in a variable; use env.NAME or engine.port")]
    [InlineData("e: { base: \"${engine.base}\" }", "environments.e.base (line 2): 'engine.base' is what base_url comes to, so it has no value here; use engine.port")]
    public void Read_EnvironmentThatIsWrong_IsAProblemWhereItStands(string environments, string expected)
        => SuiteReader.Read(Text(Started, environments), "s.yaml").Problems.Select(static problem => problem.ToString()).Should().Equal(expected);

    [Fact]
    public void Read_VariableNamedAsAKeyOfEngine_IsToldFromOne()
        => SuiteReader.Read(Text("{ kind: http, base_url: \"http://127.0.0.1:${vars.timeout}\" }", "e: { timeout: 5s }"), "s.yaml").Problems.Select(static problem => problem.ToString()).Should().Equal(
            "engine.base_url (line 3): 'timeout' is no variable of an environment (environments) of this suite; in an environment 'timeout' overrides engine.timeout; give the variable another name");

    private static Suite Read(string engine, string environments) => SuiteReader.ReadOrThrow(Text(engine, environments), "s.yaml");

    private static string Text(string engine, string environments) =>
        $"version: 1\nenvironments: {{ {environments} }}\nengine: {(engine.StartsWith('{') ? engine : "\n  " + engine.Replace("\n", "\n  ", StringComparison.Ordinal))}\nname: s\nsim: {{ scenarios: {{ a: {{ steps: [ {{ name: a, call: GET / }} ] }} }} }}\n";
}
