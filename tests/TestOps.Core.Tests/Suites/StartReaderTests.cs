using TestOps.Core.Suites;
using TestOps.Core.Suites.Reading;

namespace TestOps.Core.Tests.Suites;

/// <summary>engine.start and engine.reset, read and refused.</summary>
public sealed class StartReaderTests
{
    [Fact]
    public void Read_Start_KeepsTemplatesAndTakesDefaults()
    {
        var engine = Read("start: { command: [serve, --port, \"${engine.port}\", 7, \"\"], env: { TOKEN: \"${env.TOKEN}\", EMPTY: \"\" } }").Suite!.Engine;

        engine.BaseUrl.Should().Be("http://127.0.0.1:${engine.port}");
        engine.Start!.Command.Should().Equal("serve", "--port", "${engine.port}", "7", "");
        engine.Start.Environment.Should().Equal(new Dictionary<string, string> { ["TOKEN"] = "${env.TOKEN}", ["EMPTY"] = "" });
        engine.Start.Ready.Should().BeNull();
        engine.Start.Directory.Should().BeNull();
        engine.Start.Timeout.Should().Be(TimeSpan.FromSeconds(30));
        engine.Reset.Should().BeNull();
    }

    [Fact]
    public void Read_Reset_IsACallOrACommand()
    {
        Read("base_url: \"http://127.0.0.1:1\", reset: { call: POST /reset }").Suite!.Engine.Reset.Should().Be(new CallReset("POST", "/reset"));
        Read("base_url: \"http://127.0.0.1:1\", reset: { run: [make, restore], timeout: 1m }").Suite!.Engine.Reset.Should().BeOfType<CommandReset>()
            .Which.Should().Match<CommandReset>(reset => reset.Command.SequenceEqual(new[] { "make", "restore" }) && reset.Timeout == TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData("start: { ready: /up }", "engine.start (line 3): 'command' is missing; add command: [python3, server.py, --port, \"${engine.port}\"]")]
    [InlineData("start: { command: serve }", "engine.start.command (line 3): must be a list, was 'serve'; write a list, program first: [python3, -m, http.server, \"8000\"]; there is no shell between")]
    [InlineData("start: { command: [] }", "engine.start.command (line 3): must have 1 to 200 parts, has 0; write the program and its arguments: [python3, server.py]")]
    [InlineData("start: { command: [serve, \"${keep.port}\"] }", "engine.start.command[1] (line 3): 'keep.port' has no value in the engine section; use vars.NAME, env.NAME or engine.port")]
    [InlineData("start: { command: [serve], directory: ../elsewhere }", "engine.start.directory (line 3): must be the suite's folder or one below it, was '../elsewhere'; write a relative path with /, without .. and drive, such as server")]
    [InlineData("start: { command: [serve], directory: /etc }", "engine.start.directory (line 3): must be the suite's folder or one below it, was '/etc'; write a relative path with /, without .. and drive, such as server")]
    [InlineData("start: { command: [serve], env: { A B: 1 } }", "engine.start.env.A B (line 3): is no name of an environment variable; write letters, digits and _, such as PYTHONHASHSEED")]
    [InlineData("start: { command: [serve], ready: up }", "engine.start.ready (line 3): the path must start with /, was 'up'; write /up")]
    [InlineData("base_url: \"http://127.0.0.1:1\", reset: { timeout: 5s }", "engine.reset (line 3): a reset needs one of call and run, has none; write { call: POST /reset } or { run: [make, db-restore] }")]
    [InlineData("base_url: \"http://127.0.0.1:1\", reset: { call: POST /reset, run: [make] }", "engine.reset (line 3): a reset needs one of call and run, has both; write { call: POST /reset } or { run: [make, db-restore] }")]
    [InlineData("base_url: \"http://127.0.0.1:1\", reset: { call: POST /reset, env: { A: 1 } }", "engine.reset.env (line 3): 'env' belongs to a reset by run; remove it")]
    [InlineData("base_url: \"http://127.0.0.1:1\", reset: { call: \"POST /r/${env.X}\" }", "engine.reset.call (line 3): a template in this place is not built yet; write the plain text")]
    [InlineData("base_url: \"${engine.base}\"", "engine.base_url (line 3): 'engine.base' is what base_url comes to, so it has no value here; use engine.port")]
    public void Read_WrongStartOrReset_IsTheOnlyProblem(string keys, string expected)
        => Read(keys).Problems.Select(static problem => problem.ToString()).Should().Equal(expected);

    [Fact]
    public void Read_StartAndResetOfToron_AreRefused()
        => SuiteReader.Read("version: 1\nname: s\nengine: { kind: toron, start: { command: [a] }, reset: { call: POST /r } }\nsim: { scenarios: { a: { steps: [ { name: a, call: GET / } ] } } }\n", "s.yaml").Problems
            .Select(static problem => problem.ToString()).Should().Equal(
                "engine.start (line 3): 'start' belongs to engines of kind http; remove it, or write kind: http",
                "engine.reset (line 3): 'reset' belongs to engines of kind http; remove it, or write kind: http");

    private static SuiteReading Read(string keys) =>
        SuiteReader.Read($"version: 1\nname: s\nengine: {{ kind: http, {keys} }}\nsim: {{ scenarios: {{ a: {{ steps: [ {{ name: a, call: GET / }} ] }} }} }}\n", "s.yaml");
}
