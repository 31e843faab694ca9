using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TestOps.Core;
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

    private readonly Dictionary<string, byte[]> _files;
    private readonly RunId _runId;

    public SnapshotFuzzTests()
    {
        var engine = new ScriptedEngine((call, lease) => ScriptedEngine.Json($"{{\"v\":{(call.Context.Session == 1 ? lease : 0)}}}"));
        var outcome = new SimWorld { Engine = engine }.RunAsync(Suites.OneCall(users: 3, times: 1)).GetAwaiter().GetResult();
        _runId = outcome.Outcome.RunId;
        _files = outcome.World.Snapshots.List(_runId).ToDictionary(file => file, outcome.Bytes);
    }

    [Theory]
    [InlineData(".json")]
    [InlineData(".result.json")]
    [InlineData(".replay-1.json")]
    [InlineData(".trace.jsonl.zst")]
    public void Mutant_OfAnyFile_IsReadOrRefused(string file)
    {
        var name = $"{_runId}{file}";
        var original = file == ".trace.jsonl.zst" ? Decompress(_files[name]) : _files[name];
        Parallel.For(0, FuzzBudget.Mutants / 8, number =>
        {
            var mutant = Mutator.Mutate(original, number);
            var variants = file switch
            {
                ".trace.jsonl.zst" => [TraceFrame.Compress(mutant), Mutator.Mutate(_files[name], number)],
                ".replay-1.json" => new[] { mutant, WithSeal(mutant) },
                _ => [mutant, Sealed(mutant, name) ?? mutant],
            };
            foreach (var variant in variants)
            {
                Read(name, variant, number);
            }
        });
    }

    private void Read(string name, byte[] mutant, long number)
    {
        var store = new InMemorySnapshotStore();
        foreach (var (file, bytes) in _files)
        {
            store.Put(file, file == name ? mutant : bytes);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            SnapshotVerifier.Verify(store, _runId, null);
            if (Snapshot.Open(store, _runId) is { } snapshot)
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
