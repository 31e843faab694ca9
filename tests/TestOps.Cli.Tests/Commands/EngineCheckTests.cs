using System.Text.Json.Nodes;
using TestOps.Core;

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

    private static CliRig Rig()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "These engines are shell scripts.");
        return new CliRig();
    }
}
