using System.Text.Json.Nodes;
using TestOps.Core;
using TestOps.Engines.Process.Checking;

namespace TestOps.Cli.Tests.Commands;

/// <summary><c>testops engine check</c> over engines in a few lines of shell.</summary>
public sealed class EngineCheckTests
{
    private const string Greet = """read -r hello; echo '{"type":"hello","protocol":"testops-engine-1","name":"sh"}'; """;

    // Answers every call 404, whatever it asks.
    private const string Good = Greet + """id=0; while read -r call; do id=$((id+1)); echo "{\"type\":\"answer\",\"id\":$id,\"status\":404}"; done""";

    [Fact]
    public async Task Check_OfAGoodEngine_ConformsAndExitsWith0()
    {
        using var rig = Rig();

        var result = await rig.RunAsync("engine", "check", "--call", "POST /ask {\"a\":1}", "--", "/bin/sh", "-c", Good);

        result.ExitCode.Should().Be(0, "{0}", result);
        result.Out.Should().Contain("CONFORMS  15 checks passed, 0 failed, 1 skipped").And.Contain("sh, version not said, 1 calls at a time").And.Contain("SKIP  concurrency");
    }

    [Theory]
    [InlineData("exit 3", "hello", "exit code 3")]
    [InlineData("echo hi; read -r hello", "hello", "'hi'")]
    [InlineData(Greet + "read -r call; exit 4", "answer", "exit code 4")]
    [InlineData(Greet + """id=0; while read -r call; do id=$((id+1)); echo "{\"type\":\"answer\",\"id\":$id,\"status\":200}"; done""", "unknown-path", "answered 200")]
    [InlineData(Good + "; echo bye", "quiet-output", "'bye'")]
    [InlineData(Good + "; exit 5", "end-of-input", "exit code 5")]
    [InlineData(Greet + """id=0; while read -r call; do id=$((id+1)); echo "{\"type\":\"answer\",\"id\":$id,\"status\":404,\"json\":$$}"; done""", "same-twice", "fresh processes 1 and 2 differ at ")]
    public async Task Check_OfAFaultyEngine_FailsTheCheckThatFitsAndExitsWith14(string script, string check, string seen)
    {
        using var rig = Rig();

        var (exitCode, json) = await rig.RunJsonAsync("engine", "check", "--json", "--", "/bin/sh", "-c", script);

        exitCode.Should().Be((int)ExitCode.ExtraFailed);
        ((bool)json["passed"]!).Should().BeFalse();
        var first = json["checks"]!.AsArray().First(entry => (string)entry!["status"]! == "fail")!;
        ((string)first["name"]!).Should().Be(check);
        ((string)first["seen"]!).Should().Contain(seen);
        ((string)first["fix"]!).Should().NotBeNullOrWhiteSpace();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Check_OfAnEngineThatRepeatsItsSecret_ShowsItNowhere(bool isJson)
    {
        const string script = """
            read -r hello
            echo "starting with $1" >&2
            encoded=$(printf %s "$1" | sed 's,/,%2F,; s,=,%3D,g')
            echo "{\"type\":\"hello\",\"protocol\":\"testops-engine-1\",\"name\":\"e $1\",\"version\":\"v-$encoded\"}"
            read -r call
            echo "LOG token=$1"
            read -r call
            """;
        using var rig = Rig();
        rig.Variables["KEY"] = "Zq9+ab/cdEFgh12==";
        rig.Write("suite.yaml", SuiteOf(script, timeout: "5s"));

        var result = await rig.RunAsync(["engine", "check", "--suite", "suite.yaml", .. isJson ? ["--json"] : Array.Empty<string>()]);

        result.ExitCode.Should().Be((int)ExitCode.ExtraFailed, "{0}", result);
        (result.Out + result.Error).Should().Contain("${secret:").And.Contain("LOG token=").And.NotContain("Zq9").And.NotContain("cdEFgh12");
    }

    [Fact]
    public async Task Check_OfAnEngineThatNeverAnswers_StopsSoonAndPassesNothingOfIt()
    {
        using var rig = Rig();
        rig.Variables["KEY"] = "unused";
        rig.Write("suite.yaml", SuiteOf(Greet + "while read -r call; do :; done", timeout: "200ms"));

        var (exitCode, json) = await rig.RunJsonAsync("engine", "check", "--suite", "suite.yaml", "--json");

        exitCode.Should().Be((int)ExitCode.ExtraFailed);
        var checks = json["checks"]!.AsArray().Select(check => (Name: (string)check!["name"]!, Status: (string)check["status"]!, Seen: (string)check["seen"]!)).ToList();
        checks.Select(check => check.Name).Should().Equal(EngineCheckNames.All);
        checks.Where(check => check.Status == "pass").Select(check => check.Name).Should().Equal("hello");
        checks.Where(check => check.Status == "fail").Select(check => check.Name).Should().Equal("answer", "unknown-path");
        checks[^1].Seen.Should().Contain("answered no call");
    }

    [Fact]
    public async Task Check_OfAnEngineThatStopsAnswering_FindsNoEqualityInSilence()
    {
        // Answers the first two calls of each process, and no other.
        const string script = Greet + """for id in 1 2; do read -r call; echo "{\"type\":\"answer\",\"id\":$id,\"status\":404}"; done; while read -r call; do :; done""";
        using var rig = Rig();
        rig.Variables["KEY"] = "unused";
        rig.Write("suite.yaml", SuiteOf(script, timeout: "1s"));

        var (exitCode, json) = await rig.RunJsonAsync("engine", "check", "--suite", "suite.yaml", "--call", "GET /a", "--call", "GET /b", "--call", "GET /c", "--json");

        exitCode.Should().Be((int)ExitCode.ExtraFailed);
        var twice = json["checks"]!.AsArray().Single(check => (string)check!["name"]! == "same-twice")!;
        ((string)twice["status"]!).Should().Be("fail");
        ((string)twice["seen"]!).Should().Contain("GET /c: fresh process 1 gave no answer to compare");
        json["checks"]!.AsArray().Select(check => (string)check!["name"]!).Should().Equal(EngineCheckNames.All);
    }

    [Fact]
    public async Task Check_OfAProgramThatIsNotThere_SaysToLookForIt()
    {
        using var rig = Rig();

        var (_, json) = await rig.RunJsonAsync("engine", "check", "--json", "--", "no-such-program-of-testops");

        ((string)json["checks"]![0]!["fix"]!).Should().Contain("check that the program exists").And.NotContain("read lines");
    }

    [Fact]
    public async Task Check_OfWordsThatLookLikeOptionsOrTemplates_PassesThemOn()
    {
        using var rig = Rig();

        var result = await rig.RunAsync("engine", "check", "--", "/bin/sh", "-c", "echo \"$1 $2\" >&2; exit 1", "engine", "--verbos", "${env.HOME}");

        result.ExitCode.Should().Be(14);
        result.Out.Should().Contain("--verbos ${env.HOME}");
    }

    [Theory]
    [InlineData("needs a command, or a suite")]
    [InlineData("not both", "--suite", "suite.yaml", "--", "sh")]
    [InlineData("is of kind toron", "--suite", "suite.yaml")]
    [InlineData("--call cannot be read from 'ask'", "--call", "ask", "--", "sh")]
    public async Task Check_OfWrongOptions_IsRefused(string told, params string[] args)
    {
        using var rig = Rig();
        rig.WriteSuite();

        var result = await rig.RunAsync(["engine", "check", .. args]);

        result.ExitCode.Should().Be((int)ExitCode.Usage, "{0}", result);
        result.Error.Should().Contain(told);
    }

    private static string SuiteOf(string script, string timeout)
    {
        var command = System.Text.Json.JsonSerializer.Serialize(script.Replace("${", "\\${", StringComparison.Ordinal));
        return $$"""
            version: 1
            name: checked
            engine: { kind: process, command: [ /bin/sh, -c, {{command}}, engine, "${env.KEY}" ], timeout: {{timeout}} }
            sim: { users: 1, scenarios: { only: { steps: [ { name: ask, call: GET /ask } ] } } }
            """;
    }

    private static CliRig Rig()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "These engines are shell scripts.");
        return new CliRig();
    }
}
