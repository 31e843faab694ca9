using System.Collections.Concurrent;
using TestOps.Core;
using TestOps.Core.Snapshots;
using TestOps.Testing.Engines;
using TestOps.Testing.Snapshots;

namespace TestOps.Sim.Tests.Replaying;

public sealed class SnapshotDamageTests
{
    /// <summary>Every single bit of every file of a small run is flipped, one at a time; none may pass.</summary>
    [Fact]
    public async Task Verify_AnySingleBitFlipped_FindsIt()
    {
        var files = await SmallRunAsync();
        files.Should().HaveCount(4);

        Missed(files, stride: 1).Should().BeEmpty();
    }

    /// <summary>Without a result, the digests within trace and replay records must find the damage themselves.</summary>
    [Fact]
    public async Task Verify_BitFlippedWithoutResult_FindsIt()
    {
        var files = await SmallRunAsync();
        files.Remove(files.Keys.Single(file => file.EndsWith(".result.json", StringComparison.Ordinal)));

        Missed(files, stride: 13).Should().BeEmpty();
    }

    private static async Task<Dictionary<string, byte[]>> SmallRunAsync()
    {
        var engine = new ScriptedEngine((call, lease) => ScriptedEngine.Json($"{{\"v\":{(call.Context.Session == 1 ? lease : 0)}}}"));
        var outcome = await new SimWorld { Engine = engine }.RunAsync(Suites.OneCall(users: 2, times: 1));
        return outcome.World.Snapshots.List(outcome.Outcome.RunId).ToDictionary(file => file, outcome.Bytes);
    }

    private static List<string> Missed(Dictionary<string, byte[]> files, int stride)
    {
        var missed = new ConcurrentBag<string>();
        RunId.TryParse(files.Keys.First()[..36], out var runId).Should().BeTrue();
        var flips = files.SelectMany(file => Enumerable.Range(0, file.Value.Length * 8).Select(bit => (File: file.Key, Bit: bit))).Where((_, index) => index % stride == 0).ToList();
        Parallel.ForEach(
            Partitioner.Create(0, flips.Count),
            range =>
            {
                var store = new InMemorySnapshotStore();
                foreach (var (file, bytes) in files)
                {
                    store.Put(file, bytes);
                }

                for (var i = range.Item1; i < range.Item2; i++)
                {
                    var (file, bit) = flips[i];
                    var damaged = (byte[])files[file].Clone();
                    damaged[bit / 8] ^= (byte)(1 << (bit % 8));
                    store.Put(file, damaged);
                    if (SnapshotVerifier.Verify(store, runId, null).Damage is null)
                    {
                        missed.Add($"{file} byte {bit / 8} bit {bit % 8}");
                    }

                    store.Put(file, files[file]);
                }
            });
        return [.. missed];
    }

    [Fact]
    public async Task Verify_FileMissing_NamesIt()
    {
        var outcome = await new SimWorld { Engine = new ScriptedEngine((_, _) => ScriptedEngine.Json("{}")) }.RunAsync(Suites.OneCall(users: 2, times: 1));
        var runId = outcome.Outcome.RunId;
        foreach (var file in outcome.World.Snapshots.List(runId).Where(file => file != SnapshotNames.Result(runId)))
        {
            var store = new InMemorySnapshotStore();
            foreach (var other in outcome.World.Snapshots.List(runId).Where(other => other != file))
            {
                store.Put(other, outcome.Bytes(other));
            }

            SnapshotVerifier.Verify(store, runId, null).Damage!.File.Should().Be(file);
        }
    }

    [Fact]
    public async Task Verify_WithoutResult_SaysThatReplaysAreNotSealed()
    {
        var outcome = await new SimWorld { Engine = new ScriptedEngine((_, _) => ScriptedEngine.Json("{}")) }.RunAsync(Suites.OneCall(users: 2, times: 1));
        var runId = outcome.Outcome.RunId;
        var store = new InMemorySnapshotStore();
        foreach (var file in outcome.World.Snapshots.List(runId).Where(file => file != SnapshotNames.Result(runId)))
        {
            store.Put(file, outcome.Bytes(file));
        }

        var report = SnapshotVerifier.Verify(store, runId, null);
        report.Damage.Should().BeNull();
        report.Unsealed.Should().ContainMatch("*replays are not sealed*");
    }
}
