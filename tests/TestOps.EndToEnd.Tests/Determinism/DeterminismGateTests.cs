using System.Security.Cryptography;
using System.Text.Json.Nodes;
using TestOps.EndToEnd.Tests.Binary;

namespace TestOps.EndToEnd.Tests.Determinism;

/// <summary>The determinism gate: time zone, culture, garbage collector, processors, compilation and workers change no byte of the trace.</summary>
public sealed class DeterminismGateTests
{
    // Everything that could depend on its surroundings: draws, dates, numbers as text, hash order, think times, kept values, picks.
    private const string Suite =
        """
        version: 1
        name: gate
        engine: { kind: toron, latency: real }
        sim:
          seed: 12648430
          users: 150
          data:
            words: { file: words.csv, pick: random }
          scenarios:
            ask:
              weight: 3
              steps:
                - name: ask
                  call: POST /query
                  headers: { X-When: "${new Date().toISOString()} ${new Date().getHours()} ${new Date(0).toString()}" }
                  body:
                    prompt: "${data.words.word} ${user.id} ${Math.random()} ${(1234567.891).toLocaleString()} ${'I\u0131\u0130i'.toLowerCase()}"
                    use_cache: true
                  expect:
                    - { status: 200 }
                    - { name: keys, js: "Object.keys(body.metrics).join() !== ''" }
                  keep: { confidence: /consensus/confidence }
                - think: { lognormal: { median: 1s, sigma: 1 } }
                - { name: again, call: POST /query, body: { prompt: "again ${keep.confidence}", use_cache: false } }
            short:
              steps:
                - think: { exponential: 2s }
                - { name: short, call: POST /generate, body: { prompt: "${data.words.word} ${Date.now()}" } }
        """;

    private const string Words = "word\nıssız\nISTANBUL\nStraße\n1.5\n\"1,5\"\n";

    private static readonly (string Name, string? Value)[][] Surroundings =
    [
        [("TZ", "Pacific/Auckland"), ("LC_ALL", "tr_TR.UTF-8"), ("LANG", "tr_TR.UTF-8")],
        [("TZ", "America/St_Johns"), ("LC_ALL", "de_DE.UTF-8"), ("LANG", "de_DE.UTF-8")],
        [("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "0"), ("LC_ALL", "tr_TR.UTF-8")],
        [("DOTNET_gcServer", "1")],
        [("DOTNET_PROCESSOR_COUNT", "1")],
        [("DOTNET_TieredCompilation", "0"), ("DOTNET_PROCESSOR_COUNT", "2")],
    ];

    [Fact]
    public async Task Run_InOtherSurroundings_RecordsTheSameTrace()
    {
        var expected = await RecordAsync([("TZ", "UTC"), ("LC_ALL", "C"), ("LANG", "C"), ("DOTNET_gcServer", "0")]);

        foreach (var surroundings in Surroundings)
        {
            (await RecordAsync(surroundings)).Should().Be(expected, "surroundings are {0}", string.Join(' ', surroundings));
        }
    }

    [Fact]
    public async Task Run_OnAnyNumberOfWorkers_RecordsTheSameTrace()
    {
        var expected = await RecordAsync([], "--workers", "1");

        (await RecordAsync([], "--workers", "2")).Should().Be(expected);
        (await RecordAsync([], "--workers", "8")).Should().Be(expected);
        (await RecordAsync([("DOTNET_PROCESSOR_COUNT", "1"), ("DOTNET_gcServer", "1")], "--workers", "8")).Should().Be(expected);
    }

    [Fact]
    public async Task Run_WithAnotherSeed_RecordsAnotherTrace()
    {
        // Or the tests above would compare what cannot differ.
        (await RecordAsync([], "--seed", "2")).Root.Should().NotBe((await RecordAsync([], "--seed", "3")).Root);
    }

    /// <summary>Runs the suite; answers the root of its trace and the digest of the trace's file.</summary>
    private static async Task<(string Root, string Sha256)> RecordAsync((string Name, string? Value)[] environment, params string[] options)
    {
        using var sandbox = new Sandbox();
        sandbox.Write("gate.yaml", Suite);
        sandbox.Write("words.csv", Words);

        var result = await TestOpsBinary.RunAsync(["run", "gate.yaml", "--quiet", .. options], sandbox.Folder, environment.ToDictionary(entry => entry.Name, entry => entry.Value));

        result.ExitCode.Should().Be(0, "{0}", result);
        var trace = Directory.GetFiles(Path.Combine(sandbox.Data, "snapshots"), "*.trace.jsonl.zst").Single();
        var head = JsonNode.Parse(await File.ReadAllTextAsync(trace.Replace(".trace.jsonl.zst", ".json", StringComparison.Ordinal)))!;
        return ((string)head["trace"]!["root"]!, Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(trace))));
    }
}
