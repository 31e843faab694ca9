using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TestOps.EndToEnd.Tests.Binary;

namespace TestOps.EndToEnd.Tests.RealInput;

/// <summary>Real prompts over HTTP, to a server with each fault that can be planted: the right verdict, exit code and incident, at the right place.</summary>
public sealed partial class Gsm8kFaultTests
{
    private const int Prompts = 120;

    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(2);

    private static readonly JsonSerializerOptions AsSent = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // One at a time where the place depends on the order of calls; several where only a share of them is hit. TestOps starts the server itself, a fresh one for SIM and
    // for every replay. A dying server may leave calls in its backlog, which are then reset, or refuse them at once: the kernel decides which of two codes it is.
    [Theory]
    [InlineData("latency", 8, 10, "FAIL", "SIM.BUDGET_EXCEEDED", "ask_max is 1")]
    [InlineData("rate-limit", 1, 10, "FAIL", "SIM.CHECK_FAILED", "check status of step ask failed 60 of 120 times; first in session 60 step 1: expected 200, was 429")]
    [InlineData("die:70", 1, 20, "INCONCLUSIVE", "ENGINE.DIED|ENGINE.CONNECTION_LOST", "first in session 70 step 1 (ask)")]
    [InlineData("drift:/consensus/model", 1, 12, "FAIL", "REPLAY.DRIFT", "120 of 120 sessions answered differently; first in replay 1, session 0 step 1 (ask) /consensus/model: ")]
    [InlineData("type:/consensus/confidence", 1, 12, "FAIL", "REPLAY.DRIFT", "120 of 120 sessions answered differently; first in replay 1, session 0 step 1 (ask) /consensus/confidence")]
    [InlineData("hash-order", 1, 12, "FAIL", "REPLAY.DRIFT", "step 1 (ask) /consensus/uncertainty_flags")]
    public async Task Run_OfAFaultyServer_TellsTheVerdictAndThePlace(string fault, int concurrency, int exitCode, string status, string code, string message)
    {
        using var sandbox = Gsm8kPrompts.Sandbox(Prompts);
        var start = $$"""{ kind: http, timeout: 2s, health: /health, start: { command: ["{{TestOpsBinary.Path}}", engine, toron, --port, "${engine.port}", --fault, "{{fault}}"] } }""";

        // Few orders of few flags: one fresh process might well have that of the other.
        await RunAsync(sandbox, Suite(start, concurrency, replays: fault == "hash-order" ? 4 : 1), exitCode, status, code, message);
    }

    // A counter is what a warm server carries from SIM into a replay.
    [Fact]
    public async Task Run_OfAWarmServerWithACounter_TellsTheVerdictAndThePlace()
    {
        using var sandbox = Gsm8kPrompts.Sandbox(Prompts);
        await using var engine = await ToronProcess.StartAsync(sandbox, "--fault", "counter");

        await RunAsync(
            sandbox, Suite(At(engine), concurrency: 1), 12, "FAIL", "REPLAY.DRIFT", "120 of 120 sessions answered differently; first in replay 1, session 0 step 1 (ask) /consensus/calibrated_confidence: ");
    }

    // The share of calls that is hit is a function of the request: the server itself, asked directly, says which session is the first.
    [Theory]
    [InlineData("error", 10, "FAIL", "SIM.CHECK_FAILED", "check status of step ask failed ", ": expected 200, was 500")]
    [InlineData("garbage", 10, "FAIL", "SIM.CHECK_FAILED", "check /consensus/grade of step ask failed ", "was absent")]
    [InlineData("hang", 20, "INCONCLUSIVE", "ENGINE.TIMED_OUT", "(Timeout ", ": no complete answer within 2 s")]
    public async Task Run_OfAServerThatFailsAShare_NamesTheFirstSessionThatIsHit(string fault, int exitCode, string status, string code, string what, string seen)
    {
        using var sandbox = Gsm8kPrompts.Sandbox(Prompts);
        await using var engine = await ToronProcess.StartAsync(sandbox, "--fault", fault);

        var message = await RunAsync(sandbox, Suite(At(engine), concurrency: 8), exitCode, status, code, what);

        message.Should().Contain(seen);
        var told = int.Parse(FirstSession().Match(message).Groups[1].Value, CultureInfo.InvariantCulture);
        var questions = Gsm8kPrompts.Questions(sandbox);
        using var http = new HttpClient { BaseAddress = engine.Address, Timeout = CallLimit };
        var first = 0;
        while (await IsWellAsync(http, first, questions[first]))
        {
            first++;
        }

        told.Should().Be(first);
    }

    [Fact]
    public async Task Replay_AgainstAnotherProcess_LocatesWhatAWarmOneHides()
    {
        const string fault = "drift:/consensus/model";
        using var sandbox = Gsm8kPrompts.Sandbox(Prompts);
        await using var engine = await ToronProcess.StartAsync(sandbox, "--fault", fault);
        sandbox.Write("faults.yaml", Suite(At(engine), concurrency: 1));
        var warm = await sandbox.RunAsync("run", "faults.yaml", "--json");
        warm.ExitCode.Should().Be(0, "the same process answers the same: {0}", warm);
        await using var fresh = await ToronProcess.StartAsync(sandbox, "--fault", fault);

        var replay = await sandbox.RunAsync("replay", "last", "--url", fresh.Address.ToString());

        replay.ExitCode.Should().Be(12, "{0}", replay);
        Words(replay.Out).Should().MatchRegex("first divergence replay \\d+, session 0, step 1 \\(ask\\): value at /consensus/model");
    }

    private static async Task<string> RunAsync(Sandbox sandbox, string suite, int exitCode, string status, string code, string message)
    {
        sandbox.Write("faults.yaml", suite);
        var result = await sandbox.RunAsync("run", "faults.yaml", "--json");

        result.ExitCode.Should().Be(exitCode, "{0}", result);
        ((string)result.Json["status"]!).Should().Be(status);
        var incidents = result.Json["incidents"]!.AsArray().Where(incident => code.Split('|').Contains((string)incident!["code"]!, StringComparer.Ordinal)).ToList();
        incidents.Select(incident => (string)incident!["message"]!).Should().Contain(text => text.Contains(message, StringComparison.Ordinal), "{0}", result);
        var verified = await sandbox.RunAsync("verify", "last", "--deep");
        verified.ExitCode.Should().Be(0, "what was recorded is sealed: {0}", verified);
        return incidents.Select(incident => (string)incident!["message"]!).First(text => text.Contains(message, StringComparison.Ordinal));
    }

    private static async Task<bool> IsWellAsync(HttpClient http, int session, string question)
    {
        var body = JsonSerializer.Serialize(new { prompt = question, use_cache = true }, AsSent);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/query") { Content = new StringContent(body, new UTF8Encoding(), "application/json") };
        request.Headers.Add("X-TestOps-Session", session.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("X-TestOps-Step", "1");
        try
        {
            using var response = await http.SendAsync(request);
            return response.IsSuccessStatusCode && JsonNode.Parse(await response.Content.ReadAsStringAsync())!["consensus"] is not null;
        }
        catch (Exception failure) when (failure is JsonException or TaskCanceledException)
        {
            return false;
        }
    }

    private static string At(ToronProcess engine) => $$"""{ kind: http, base_url: "{{engine.Address}}", health: /health, timeout: 2s }""";

    private static string Suite(string engine, int concurrency, int replays = 1) => string.Create(CultureInfo.InvariantCulture,
        $$"""
        version: 1
        name: gsm8k-faults
        engine: {{engine}}
        sim:
          seed: 42
          users: {{Prompts}}
          concurrency: {{concurrency}}
          data: { problems: { file: prompts.jsonl, pick: unique } }
          scenarios:
            ask:
              steps:
                - name: ask
                  call: POST /query
                  body: { prompt: "${data.problems.question}", use_cache: true }
                  expect:
                    - { status: 200 }
                    - { at: /consensus/grade, in: [A, B, C, D, F] }
          metrics:
            ask_max: { latency: max, of: ask, max: 1400ms }
        replay: { times: {{replays}}, masks: [{ step: ask, at: /metrics/latency_ms, kind: type, reason: wall-clock latency }] }

        """);

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex(@"first in session (\d+) step 1")]
    private static partial Regex FirstSession();
}
