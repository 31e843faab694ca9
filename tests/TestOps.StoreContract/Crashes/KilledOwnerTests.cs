using TestOps.Core;
using TestOps.Core.Determinism;
using TestOps.Core.Journaling;
using TestOps.Core.Runs;
using TestOps.Store.Sqlite;
using TestOps.Testing.Runs;

namespace TestOps.StoreContract.Crashes;

/// <summary>What a real process has acknowledged survives its death, and what a living one owns is left alone.</summary>
public sealed class KilledOwnerTests : IDisposable
{
    private const int Kills = 50;
    private const int AcknowledgedMax = 400;

    private readonly TemporaryFolder _folder = new();
    private readonly IdSource _ids = SequentialIds.Create();

    private readonly List<StoreProbe> _probes = [];

    public void Dispose()
    {
        _probes.ForEach(probe => probe.Dispose());
        _folder.Dispose();
    }

    [Fact]
    public async Task RecoverAsync_AfterFiftyKills_LostNothingAcknowledgedAndInterruptedEachRunOnce()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var random = SeededRandom.ForSession(seed: 42, session: 0).Fork("kills");
        var living = StartProbe();
        await living.ReadAsync(1, deadline.Token);
        var probe = StartProbe();
        for (var kill = 0; kill < Kills; kill++)
        {
            // The next one starts meanwhile: it saves time, and each recovery meets a run that is just being born.
            var next = StartProbe();
            await probe.ReadAsync((int)random.NextInt64(AcknowledgedMax) + 1, deadline.Token);
            await probe.KillAsync(deadline.Token);

            await using var store = await SqliteRunStore.OpenAsync(_folder.Path, TimeProvider.System, deadline.Token);
            (await store.RecoverAsync(deadline.Token)).Should().Equal(probe.RunId);
            (await store.RecoverAsync(deadline.Token)).Should().BeEmpty();
            await CheckInterruptedAsync(store, probe, deadline.Token);
            probe = next;
        }

        await probe.KillAsync(deadline.Token);
        await using (var store = await SqliteRunStore.OpenAsync(_folder.Path, TimeProvider.System, deadline.Token))
        {
            await store.RecoverAsync(deadline.Token);
        }

        await CheckLivingAsync(living, deadline.Token);
    }

    private StoreProbe StartProbe()
    {
        var probe = StoreProbe.Start(_folder.Path, _ids.NextRunId());
        _probes.Add(probe);
        return probe;
    }

    private async Task CheckInterruptedAsync(SqliteRunStore store, StoreProbe probe, CancellationToken deadline)
    {
        var entries = await store.ReadAsync(probe.RunId, 0, int.MaxValue, deadline);
        var events = entries.SkipLast(2).ToList();

        entries.Select(entry => entry.Sequence).Should().Equal(Enumerable.Range(1, entries.Count).Select(i => (long)i));
        probe.Acknowledged.Except(events.Select(entry => $"{entry.Sequence} {entry.Event.Message}")).Should().BeEmpty("what was acknowledged is there");
        entries[^2].Event.Should().BeOfType<IncidentOpened>().Which.Code.Should().Be("RUN.INTERRUPTED");
        var ended = entries[^1].Event.Should().BeOfType<RunEnded>().Subject;
        ended.Status.Should().Be("INTERRUPTED");
        ended.Cause.Should().StartWith($"the process that owned it is gone; last event {events.Count} at ");
        (await store.FindAsync(probe.RunId, deadline))!.Status.Should().Be(RunStatus.Interrupted);
        File.Exists(LockOf(probe.RunId)).Should().BeFalse("the lock of a finished run is removed");
    }

    private async Task CheckLivingAsync(StoreProbe living, CancellationToken deadline)
    {
        await using var store = await SqliteRunStore.OpenAsync(_folder.Path, TimeProvider.System, deadline);
        (await store.FindAsync(living.RunId, deadline))!.Status.Should().Be(RunStatus.Running, "fifty recoveries have passed a living owner by");
        File.Exists(LockOf(living.RunId)).Should().BeTrue();

        await living.KillAsync(deadline);
        (await store.RecoverAsync(deadline)).Should().Equal(living.RunId);
        await CheckInterruptedAsync(store, living, deadline);
    }

    private string LockOf(RunId runId) => Path.Combine(_folder.Path, "locks", $"{runId}.lock");
}
