using System.Text.Json.Nodes;
using TestOps.EndToEnd.Tests.Binary;

namespace TestOps.EndToEnd.Tests.RealInput;

/// <summary>Real input: every prompt of GSM8K's test set is a session, in process and over HTTP.</summary>
public sealed class Gsm8kTests
{
    private const int Prompts = Gsm8kPrompts.Count;

    [Fact]
    public async Task Run_OfAllPromptsInProcess_PassesWithFullScoreAndIsSound()
    {
        using var sandbox = Gsm8kPrompts.Sandbox();
        sandbox.Write("gsm8k.yaml", Suite("{ kind: toron }"));

        var result = await sandbox.RunAsync("run", "gsm8k.yaml", "--json");

        result.ExitCode.Should().Be(0, "{0}", result);
        CheckAllProven(result.Json, evidence: "A");
        await CheckSoundAsync(sandbox);
    }

    [Fact]
    public async Task Run_OfAllPromptsOverHttp_PassesAgainstTheWarmCache()
    {
        using var sandbox = Gsm8kPrompts.Sandbox();
        await using var engine = await ToronProcess.StartAsync(sandbox);
        sandbox.Write("gsm8k.yaml", Suite($$"""{ kind: http, base_url: "{{engine.Address}}", health: /health, version: { call: GET /version, at: /version } }"""));

        var result = await sandbox.RunAsync("run", "gsm8k.yaml", "--json");

        // A black box that answers from its cache gives its first answer verbatim, measured latency included, so nothing needs a mask. It holds because the 1,319
        // prompts stay within the cache's 10,000 answers: with user_id in the body, load alone would push them out.
        result.ExitCode.Should().Be(0, "{0}", result);
        CheckAllProven(result.Json, evidence: "C");
        result.Error.Should().Contain("evidence class C: the replays met a warm engine");
        await CheckSoundAsync(sandbox);
    }

    private static string Suite(string engine) =>
        $$"""
        version: 1
        name: gsm8k
        engine: {{engine}}
        sim:
          seed: 42
          users: {{Prompts}}
          concurrency: 4
          data:
            problems: { file: prompts.jsonl, pick: unique }
          scenarios:
            ask:
              steps:
                - name: ask
                  call: POST /query
                  body: { prompt: "${data.problems.question}", use_cache: true }
                  expect:
                    - { status: 200 }
                    - { header: content-type, contains: application/json }
                    - { at: /consensus/output, type: string }
                    - { at: /consensus/confidence, min: 0, max: 1 }
                    - { at: /consensus/grade, in: [A, B, C, D, F] }
                    - { name: every provider answers, js: "body.metrics.providers_failed === 0" }
        load:
          warm_up: 200ms
          scenarios:
            users: { executor: constant-vus, vus: 4, duration: 3s, gracefulStop: 2s, exec: ask }
          thresholds:
            http_req_failed: ["rate<0.01"]
            checks: ["rate>0.99"]
        replay: { times: 2 }
        """;

    private static void CheckAllProven(JsonObject result, string evidence)
    {
        var simulated = result["sim_runner"]!["metrics"]!;
        var replayed = result["replay_engine"]!;
        var warned = result["gates"]!.AsArray().Where(gate => (string?)gate!["status"] != "PASS").Select(gate => (string)gate!["id"]!);
        warned.Should().BeSubsetOf(["load/generator"], "a machine may be too busy to keep the load's schedule; that is no defect of the engine");
        ((int)simulated["sessions"]!).Should().Be(Prompts);
        ((int)simulated["checks"]!["sim/ask/every provider answers"]!["passed"]!).Should().Be(Prompts);
        ((double)result["k6_runner"]!["metrics"]!["http_reqs"]!["values"]!["count"]!).Should().BePositive();
        ((double)replayed["determinism_score"]!).Should().Be(100);
        ((int)replayed["details"]!["sessions"]!).Should().Be(Prompts);
        ((double)replayed["details"]!["leaves_compared"]!).Should().Be(1, "no mask hides anything");
        ((string?)replayed["details"]!["evidence"]).Should().Be(evidence);
    }

    private static async Task CheckSoundAsync(Sandbox sandbox)
    {
        var verified = await sandbox.RunAsync("verify", "last", "--deep");

        verified.ExitCode.Should().Be(0, "{0}", verified);
        verified.Out.Should().StartWith("SOUND").And.Contain("replay-2.json");
    }
}
