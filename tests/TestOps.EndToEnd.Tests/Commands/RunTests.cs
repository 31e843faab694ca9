using TestOps.EndToEnd.Tests.Binary;

namespace TestOps.EndToEnd.Tests.Commands;

public sealed class RunTests
{
    private const string Suite =
        """
        version: 1
        name: small
        engine: { kind: toron }
        sim:
          seed: 7
          users: 5
          scenarios:
            ask:
              steps:
                - name: ask
                  call: POST /query
                  body: { prompt: "What is osmosis? ${user.id}", use_cache: true }
                  expect:
                    - { status: 200 }
                    - { at: /consensus/grade, in: [A, B, C, D, F] }
        replay:
          times: 1
          masks:
            - { step: ask, at: /metrics/latency_ms, kind: type, reason: wall-clock latency }
        """;

    [Fact]
    public async Task Run_OfASmallSuite_PassesAndLeavesItsEvidence()
    {
        using var sandbox = new Sandbox();
        sandbox.Write("small.yaml", Suite);

        var result = await sandbox.RunAsync("run", "small.yaml");

        result.ExitCode.Should().Be(0, "{0}", result);
        result.Out.Should().Contain("PASS");
        Directory.GetFiles(Path.Combine(sandbox.Data, "snapshots")).Select(NameWithoutRun).Should().BeEquivalentTo("json", "trace.jsonl.zst", "replay-1.json", "result.json");
    }

    private static string NameWithoutRun(string path) => Path.GetFileName(path).Split('.', 2)[1];
}
