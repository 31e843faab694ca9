using System.Text.Json.Nodes;
using TestOps.EndToEnd.Tests.Binary;

namespace TestOps.EndToEnd.Tests.Load;

/// <summary>Every executor at once, from the suite to the sealed result, against the reference model as a server.</summary>
public sealed class ExecutorTests
{
    private const string Suite =
        """
        version: 1
        name: executors
        engine: { kind: toron }
        sim:
          seed: 7
          users: 2
          scenarios:
            ask: { steps: [ { name: ask, call: POST /query, body: { prompt: "What is osmosis? ${user.id}", use_cache: true } } ] }
            paced: { steps: [ { name: paced, call: POST /generate, body: { prompt: "And what is not?" } }, { think: 200ms } ] }
        load:
          warm_up: 100ms
          scenarios:
            looping: { executor: constant-vus, vus: 2, duration: 2s, gracefulStop: 5s, exec: paced, tags: { kind: closed } }
            ramping: { executor: ramping-vus, startVUs: 0, stages: [{ duration: 1s, target: 4 }, { duration: 500ms, target: 4 }, { duration: 500ms, target: 0 }], gracefulStop: 5s, exec: paced, tags: { kind: closed } }
            shared: { executor: shared-iterations, vus: 3, iterations: 25, maxDuration: 60s, exec: ask }
            own: { executor: per-vu-iterations, vus: 2, iterations: 6, maxDuration: 60s, startTime: 500ms, exec: ask }
            steady: { executor: constant-arrival-rate, rate: 20, duration: 2s, preAllocatedVUs: 5, gracefulStop: 5s, exec: ask, tags: { kind: open } }
            rising: { executor: ramping-arrival-rate, startRate: 5, stages: [{ duration: 1s, target: 20 }, { duration: 0s, target: 10 }, { duration: 1s, target: 20 }], preAllocatedVUs: 5, gracefulStop: 5s, exec: ask, tags: { kind: open } }
          thresholds:
            http_req_failed: ["rate<0.01"]
            "iterations{scenario:looping}": ["count>0"]
            "iterations{scenario:ramping}": ["count>0"]
            "iterations{scenario:shared}": ["count>0"]
            "iterations{scenario:own}": ["count>0"]
            "iterations{scenario:steady}": ["count>0"]
            "iterations{scenario:rising}": ["count>0"]
            "iterations{kind:open}": ["count>0"]
            "dropped_iterations{scenario:steady}": ["count>=0"]
            "dropped_iterations{scenario:rising}": ["count>=0"]
            "dropped_iterations{scenario:shared}": ["count==0"]
        replay: { times: 1 }
        """;

    [Fact]
    public async Task Run_OfEveryExecutor_CountsWhatTheFormulasSay()
    {
        using var sandbox = new Sandbox();
        sandbox.Write("suite.yaml", Suite);

        var result = await sandbox.RunAsync("run", "suite.yaml");

        result.ExitCode.Should().Be(0, "{0}", result);
        var file = Directory.EnumerateFiles(Path.Combine(sandbox.Data, "snapshots"), "*.result.json").Single();
        var load = JsonNode.Parse(await File.ReadAllTextAsync(file))!["k6_runner"]!;
        long Count(string metric) => (long?)load["metrics"]![metric]?["values"]!["count"] ?? 0;

        Count("iterations{scenario:shared}").Should().Be(25);
        Count("iterations{scenario:own}").Should().Be(12);
        (Count("iterations{scenario:steady}") + Count("dropped_iterations{scenario:steady}")).Should().Be(40, "rate x duration");
        (Count("iterations{scenario:rising}") + Count("dropped_iterations{scenario:rising}")).Should().Be(27, "the area under the rate is 12.5 + 15");
        Count("iterations{kind:open}").Should().Be(Count("iterations{scenario:steady}") + Count("iterations{scenario:rising}"));

        // An iteration takes at least its think time: 2 users x 2 s, and 1.75 + 1.375 + 1 + 0.625 s of the ramp's users, at 200 ms each, begun ones counted whole.
        Count("iterations{scenario:looping}").Should().BeInRange(2, 20);
        Count("iterations{scenario:ramping}").Should().BeInRange(4, 9 + 7 + 5 + 4);
        ((long)load["interrupted_iterations"]!).Should().Be(0);
        ((JsonObject)load["endpoints"]!).Select(static endpoint => endpoint.Key).Should().Equal("ask", "paced");
        ((long)load["endpoints"]!["ask"]!["requests"]! + (long)load["endpoints"]!["paced"]!["requests"]!).Should().Be(Count("http_reqs"));
        ((double?)load["metrics"]!["vus_max"]?["values"]!["max"]).Should().Be(2 + 4 + 3 + 2 + 5 + 5);
        result.Out.Should().MatchRegex(@"endpoint +requests +per s +failed +avg ms +p50 +p95 +p99 +max");
    }
}
