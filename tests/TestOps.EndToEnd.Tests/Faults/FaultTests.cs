using System.Text.Json.Nodes;
using TestOps.EndToEnd.Tests.Binary;

namespace TestOps.EndToEnd.Tests.Faults;

/// <summary>Every fault that can be planted is found by the proof that should find it, is told in the war room, and is never an internal error.</summary>
public sealed class FaultTests
{
    // Half a second above what a healthy engine needs, and below what one call in ten makes of it.
    private const string Budget = "2500ms";

    private const int SeveralFailed = 13;

    // One session without an answer is an engine that is not there for it: `try` has no verdict to leave open.
    private const int Inconclusive = 20;

    private const string Suite =
        $$"""
        version: 1
        name: faults
        engine: { kind: toron, latency: real }
        sim:
          seed: 7
          users: 20
          scenarios:
            ask:
              steps:
                - name: ask
                  call: POST /query
                  body: { prompt: "What is osmosis? ${user.id}", use_cache: true }
                  expect:
                    - { status: 200 }
                    - { at: /consensus/grade, in: [A, B, C, D, F] }
                - { name: again, call: POST /query, body: { prompt: "What is osmosis? ${user.id}", use_cache: false } }
                - { name: short, call: POST /generate, body: { prompt: "And what is not, ${user.id}?" } }
          metrics:
            ask_p95: { latency: p95, of: ask, max: {{Budget}} }
        replay: { times: 1 }
        """;

    [Theory]
    [InlineData("counter", 12, "FAIL", "REPLAY")]
    [InlineData("latency", 10, "FAIL", "SIM.BUDGET_EXCEEDED")]
    [InlineData("error", 10, "FAIL", "SIM.CHECK_FAILED")]
    [InlineData("drift:/consensus/model", 12, "FAIL", "REPLAY")]
    [InlineData("type:/consensus/confidence", 12, "FAIL", "REPLAY")]
    [InlineData("hash-order", 12, "FAIL", "REPLAY")]
    [InlineData("rate-limit", 10, "FAIL", "SIM.CHECK_FAILED")]
    [InlineData("garbage", 10, "FAIL", "SIM.CHECK_FAILED")]
    [InlineData("hang", 20, "INCONCLUSIVE", "ENGINE.TIMED_OUT")]
    [InlineData("die", 20, "INCONCLUSIVE", "ENGINE.CONNECTION_LOST")]
    [InlineData("error,counter", 13, "FAIL", "SIM.CHECK_FAILED")]
    public async Task Run_WithAPlantedFault_FindsItAndTellsTheWarRoom(string faults, int exitCode, string status, string code)
    {
        using var sandbox = new Sandbox();
        sandbox.Write("faults.yaml", Suite);

        var result = await sandbox.RunAsync(["run", "faults.yaml", "--json", .. faults.Split(',').SelectMany(fault => new[] { "--fault", fault })]);

        result.ExitCode.Should().Be(exitCode, "{0}", result);
        ((string)result.Json["status"]!).Should().Be(status);
        var incidents = result.Json["incidents"]!.AsArray();
        incidents.Select(incident => (string)incident!["code"]!).Should().Contain(found => found.StartsWith(code, StringComparison.Ordinal));
        await CheckWarRoomAsync(sandbox, incidents, exitCode);
        var verified = await sandbox.RunAsync("verify", "last", "--deep");
        verified.ExitCode.Should().Be(0, "{0}", verified);
    }

    [Fact]
    public async Task Run_WithoutAFault_PassesTheSameSuite()
    {
        using var sandbox = new Sandbox();
        sandbox.Write("faults.yaml", Suite);

        var result = await sandbox.RunAsync("run", "faults.yaml", "--json");

        result.ExitCode.Should().Be(0, "{0}", result);
        result.Json["incidents"]!.AsArray().Should().BeEmpty();
        File.Exists(Path.Combine(sandbox.Data, "warroom", "warroom.log")).Should().BeFalse();
    }

    [Theory]
    [InlineData("drift:/consensus/model", "/consensus/model", "value")]
    [InlineData("drift:/consensus/confidence", "/consensus/confidence", "value")]
    [InlineData("type:/consensus/model", "/consensus/model", "type")]
    public async Task Run_WithADriftingValue_LocatesItExactly(string fault, string pointer, string divergenceClass)
    {
        using var sandbox = new Sandbox();
        sandbox.Write("faults.yaml", Suite);

        var result = await sandbox.RunAsync("run", "faults.yaml", "--json", "--fault", fault);

        result.ExitCode.Should().Be(12, "{0}", result);
        var details = result.Json["replay_engine"]!["details"]!;
        var divergence = details["divergences"]!.AsArray().Should().ContainSingle("one cause is one signature").Which!;
        ((string)divergence["pointer"]!).Should().Be(pointer);
        ((string)divergence["class"]!).Should().Be(divergenceClass);
        ((string)divergence["step_name"]!).Should().Be("ask");
        ((int)divergence["session"]!).Should().Be(0);
        ((int)divergence["step"]!).Should().Be(1);
        ((int)details["divergent_sessions"]!).Should().Be(20);

        var again = await TestOpsBinary.RunPastedAsync((string)WarRoom(sandbox)[0]["reproduce"]!, sandbox.Folder);
        again.ExitCode.Should().Be(12, "{0}", again);
        string.Join(' ', again.Out.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Should().Contain($"session 0, step 1 (ask): {divergenceClass} at {pointer} ");
    }

    [Theory]
    [InlineData("drift:/no/such/place")]
    [InlineData("gremlins")]
    public async Task Run_WithAFaultThatWouldNeverShow_IsRefused(string fault)
    {
        using var sandbox = new Sandbox();
        sandbox.Write("faults.yaml", Suite);

        var result = await sandbox.RunAsync("run", "faults.yaml", "--fault", fault);

        result.ExitCode.Should().Be(2, "{0}", result);
        (result.Out + result.Error).Should().Contain(fault).And.Contain("drift:POINTER".Split(':')[0]);
    }

    [Fact]
    public async Task Run_WithOtherUsersSeedAndFault_TellsACommandThatMeetsTheSameSession()
    {
        using var sandbox = new Sandbox();
        sandbox.Write("faults.yaml", Suite);

        await sandbox.RunAsync("run", "faults.yaml", "--seed", "9", "--users", "40", "--fault", "error");

        var incident = WarRoom(sandbox)[0];
        var again = await TestOpsBinary.RunPastedAsync((string)incident["reproduce"]!, sandbox.Folder);
        again.ExitCode.Should().Be(10, "{0} gave {1}", incident["reproduce"], again);
        again.Out.Should().Contain("500");
        ((string)incident["reproduce"]!).Should().EndWith(" --seed 9 --users 40 --fault error");
    }

    private static List<JsonNode> WarRoom(Sandbox sandbox) => [.. File.ReadAllLines(Path.Combine(sandbox.Data, "warroom", "warroom.log")).Select(line => JsonNode.Parse(line)!)];

    private static async Task CheckWarRoomAsync(Sandbox sandbox, JsonArray incidents, int exitCode)
    {
        var lines = WarRoom(sandbox);
        lines.Select(line => ((string)line["code"]!, (string)line["message"]!)).Should().Equal(incidents.Select(incident => ((string)incident!["code"]!, (string)incident["message"]!)));
        foreach (var line in lines)
        {
            ((string)line["suggestion"]!).Should().NotBeNullOrWhiteSpace();
            ((string)line["reproduce"]!).Should().StartWith("testops ").And.NotContain("{");
            ((string)line["timestamp"]!).Should().MatchRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$");
        }

        // Pasted as printed, each command shows what it promises.
        foreach (var command in lines.Select(line => (string)line["reproduce"]!).Distinct())
        {
            var again = await TestOpsBinary.RunPastedAsync(command, sandbox.Folder);
            var expected = exitCode == Inconclusive && command.StartsWith("testops try ", StringComparison.Ordinal) ? 21
                : exitCode != SeveralFailed ? exitCode : command.StartsWith("testops replay ", StringComparison.Ordinal) ? 12 : 10;
            again.ExitCode.Should().Be(expected, "{0} gave {1}", command, again);
        }
    }
}
