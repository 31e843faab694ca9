using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TestOps.Core;
using TestOps.Core.Engines;
using TestOps.Core.Snapshots;
using TestOps.Sim.Replaying;
using TestOps.Testing.Engines;
using TestOps.Testing.Fuzzing;
using TestOps.Testing.Snapshots;
using ZstdSharp;

namespace TestOps.Sim.Tests.Replaying;

/// <summary>
/// Snapshots come from other machines. Whatever stands in a file, reading it ends in an answer or in a <see cref="SnapshotCorruptException"/>: no crash, no hang, no memory without
/// bounds. Documents are sealed anew after a mutation, and traces compressed anew, so that mutants get past the first check.
/// </summary>
public sealed class SnapshotFuzzTests
{
    private const ulong Seed = 20261123;

    // A mutant of a few KiB that makes a reader allocate more than this has found a hole.
    private const long AllocatedMax = 512L * 1024 * 1024;

    private static readonly Mutator Mutator = new(Seed,
        "testops-snapshot-1", "testops-replay-1", "\"seal\"", "\"steps\":\"", "\"differing\":[", "\"session\":", "\"world\":", ",\"compare\":\"", "\"raw\":\"", "\"wall\":{", "\"time\":{", "\"hashed\":{", "\"text\":",
        "\"base64\":\"", "\"checks\":{", "\"failure\":\"Timeout\"", "${secret:", "${secret:00000000000000000000000000000000}", "${engine.base}", "${env.X}", "identical", "unanswered", "\"users\": 10000000", "repeat: 1000000");

    // Every kind of record: steps that a condition skips, polls, streams, files of a form, steps of which only the checks are compared, masks, and a drift with its patch.
    private const string Grammar = """
        version: 1
        name: grammar
        engine: { kind: toron }
        sim:
          users: 4
          scenarios:
            only:
              steps:
                - { name: flag, call: GET /flag, keep: { flag: /flag } }
                - { name: maybe, if: "keep.flag === 1", call: GET /maybe }
                - { name: wait, call: GET /job, until: { at: /at, in: [2, 3], every: 300ms, timeout: 5s } }
                - { name: talk, call: GET /stream, stream: { done: "[DONE]", join: /d } }
                - { name: upload, call: POST /upload, multipart: [ { name: t, text: "${user.id}" }, { name: f, file: a.bin, type: image/png } ] }
                - { name: drift, call: GET /drift }
            judged:
              compare: checks
              steps: [ { name: judged, call: GET /judged, expect: [ { status: 200 } ] } ]
        replay: { times: 1, masks: [ { step: flag, at: /noise, kind: type, reason: a test } ] }
        """;

    // Snapshots by turns: one as small as can be, and one of everything.
    private readonly (RunId RunId, Dictionary<string, byte[]> Files)[] _seeds =
    [
        Record(Suites.OneCall(users: 3, times: 1), (call, lease) => ScriptedEngine.Json($"{{\"v\":{(call.Context.Session == 1 ? lease : 0)}}}")),
        Record(Grammar, Answer),
    ];

    [Fact]
    public void Seeds_HoldEveryKindOfRecord()
    {
        var (runId, files) = _seeds[1];
        var trace = Encoding.UTF8.GetString(Decompress(files[$"{runId}.trace.jsonl.zst"]));
        var result = Encoding.UTF8.GetString(files[$"{runId}.result.json"]);

        trace.Should().Contain("skipped").And.Contain("attempts").And.Contain("\"talk\"").And.Contain("sha256");
        result.Should().Contain("step: drift");
    }

    [Theory]
    [InlineData(".json")]
    [InlineData(".result.json")]
    [InlineData(".replay-1.json")]
    [InlineData(".trace.jsonl.zst")]
    public async Task Mutant_OfAnyFile_IsReadOrRefused(string file)
    {
        var originals = _seeds.Select(seed => seed.Files[$"{seed.RunId}{file}"]).Select(bytes => file == ".trace.jsonl.zst" ? Decompress(bytes) : bytes).ToArray();
        var loop = Task.Run(() => Parallel.For(0, FuzzBudget.Mutants / 8, number =>
        {
            var seed = _seeds[number % _seeds.Length];
            var (name, original) = ($"{seed.RunId}{file}", originals[number % _seeds.Length]);
            var mutant = Mutator.Mutate(original, number);
            var variants = file switch
            {
                ".trace.jsonl.zst" => [TraceFrame.Compress(mutant), Mutator.Mutate(seed.Files[name], number)],
                ".replay-1.json" => new[] { mutant, WithSeal(mutant) },
                _ => [mutant, Sealed(mutant, name) ?? mutant],
            };
            foreach (var variant in variants)
            {
                Read(seed.RunId, seed.Files, name, variant, number);
            }
        }), TestContext.Current.CancellationToken);
        await loop.WaitAsync(FuzzBudget.Deadline, TestContext.Current.CancellationToken);
    }

    private static void Read(RunId runId, Dictionary<string, byte[]> files, string name, byte[] mutant, long number)
    {
        var store = new InMemorySnapshotStore();
        foreach (var (file, bytes) in files)
        {
            store.Put(file, file == name ? mutant : bytes);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            SnapshotVerifier.Verify(store, runId, null);
            if (Snapshot.Open(store, runId) is { } snapshot)
            {
                ReplayEngine.Validate(snapshot);
                SnapshotDiff.Compare(snapshot, snapshot, CancellationToken.None);
            }
        }
        catch (SnapshotCorruptException)
        {
            // The answer that a damaged file gets.
        }
        catch (Exception crash)
        {
            throw new InvalidOperationException($"mutant {number} of {name}, seed {Seed}: {crash.GetType().Name}: {crash.Message}", crash);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(AllocatedMax, "mutant {0} of {1} must not take memory without bounds", number, name);
    }

    private static (RunId RunId, Dictionary<string, byte[]> Files) Record(string suite, Func<EngineCall, int, EngineReply> answer)
    {
        var world = new SimWorld { Engine = new ScriptedEngine(answer), Files = new Dictionary<string, ReadOnlyMemory<byte>> { ["a.bin"] = new byte[] { 0, 1, 255 } } };
        var outcome = world.RunAsync(suite).GetAwaiter().GetResult();
        return (outcome.Outcome.RunId, outcome.World.Snapshots.List(outcome.Outcome.RunId).ToDictionary(file => file, outcome.Bytes));
    }

    private static EngineReply Answer(EngineCall call, int lease) => call.Path switch
    {
        "/flag" => ScriptedEngine.Json($"{{\"flag\":{call.Context.Session % 2},\"noise\":{lease}}}"),
        "/job" => ScriptedEngine.Json($"{{\"at\":{call.Context.Clock.NowNs / 300_000_000}}}"),
        "/stream" => EngineReply.Plain(200, "text/event-stream", "data: {\"d\":\"a\"}\n\ndata: {\"d\":\"b\"}\n\ndata: [DONE]\n\n"u8.ToArray(), 7),
        "/drift" => ScriptedEngine.Json($"{{\"v\":{lease}}}"),
        _ => ScriptedEngine.Json("{}"),
    };

    private static byte[]? Sealed(byte[] mutant, string name)
    {
        try
        {
            if (JsonNode.Parse(mutant) is JsonObject json && json.Remove("seal"))
            {
                return SnapshotHead.SealAs(json, name).Bytes.ToArray();
            }
        }
        catch (Exception unfit) when (unfit is JsonException or ArgumentException or InvalidOperationException or SnapshotCorruptException)
        {
            // No document any more: there is nothing to seal.
        }

        return null;
    }

    // The last line of a replay record is the digest of all lines before it.
    private static byte[] WithSeal(byte[] mutant)
    {
        var end = mutant.AsSpan().LastIndexOf("],\"seal\":\""u8);
        if (end < 0)
        {
            return mutant;
        }

        var seal = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(mutant.AsSpan(0, end)));
        return [.. mutant.AsSpan(0, end), .. Encoding.ASCII.GetBytes($"],\"seal\":\"{seal}\"}}\n")];
    }

    private static byte[] Decompress(byte[] compressed)
    {
        using var stream = new DecompressionStream(new MemoryStream(compressed));
        using var plain = new MemoryStream();
        stream.CopyTo(plain);
        return plain.ToArray();
    }
}
