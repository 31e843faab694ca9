using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Runs;

namespace TestOps.StoreContract.Runs;

public abstract partial class RunStoreContract
{
    [Fact]
    public async Task ListUnfinishedAsync_SomeRuns_GivesThoseWithoutAFinalStatusOldestFirst()
    {
        var (first, ended, second) = (NewRun(), NewRun(), NewRun());
        await using var firstOwner = await _store.CreateAsync(first, None);
        await using var endedOwner = await _store.CreateAsync(ended, None);
        await EndAsync(ended, endedOwner);
        await (await _store.CreateAsync(second, None)).DisposeAsync();

        (await _store.ListUnfinishedAsync(None)).Should().Equal(first, second);
    }

    [Fact]
    public async Task RecoverAsync_RunsThatAServerCanGoOnWith_AreLeftToIt()
    {
        var waiting = Ordered();
        await (await _store.CreateAsync(waiting, None)).DisposeAsync();
        var sealedRun = await BeginAsync(Ordered(), "snapshots/head.json");
        await sealedRun.Owner.DisposeAsync();
        await using var other = await OpenAsync();

        (await other.RecoverAsync(None)).Should().BeEmpty();

        (await _store.FindAsync(waiting.RunId, None)).Should().Be(waiting);
        (await _store.FindAsync(sealedRun.Run.RunId, None)).Should().Be(sealedRun.Run);
        (await _store.ReadAsync(waiting.RunId, 0, 10, None)).Should().BeEmpty();
    }

    [Fact]
    public async Task RecoverAsync_OrderedRunsThatCannotGoOn_AreEnded()
    {
        var begun = await BeginAsync(Ordered(), snapshotPath: null);
        await begun.Owner.DisposeAsync();
        var ended = await BeginAsync(Ordered(), "snapshots/head.json");
        await ended.Owner.AppendAsync(new RunEnded("PASS", 0, 100), None);
        await ended.Owner.DisposeAsync();

        (await _store.RecoverAsync(None)).Should().Equal(begun.Run.RunId);

        (await _store.FindAsync(begun.Run.RunId, None))!.Status.Should().Be(RunStatus.Interrupted);
        (await _store.FindAsync(ended.Run.RunId, None))!.Status.Should().Be(RunStatus.Pass, "its last word was in the journal already");
    }

    [Fact]
    public async Task TakeOverAsync_OwnerLives_GivesNothingAndDisturbsNothing()
    {
        await using var owner = await _store.CreateAsync(Ordered(), None);
        await using var other = await OpenAsync();

        (await other.TakeOverAsync(owner.RunId, None)).Should().BeNull();
        (await _store.TakeOverAsync(owner.RunId, None)).Should().BeNull("not even in the same process");

        (await owner.AppendAsync(Note("mine"), None)).Sequence.Should().Be(1);
    }

    [Fact]
    public async Task TakeOverAsync_OwnerGone_GoesOnWhereTheJournalEnds()
    {
        var (run, owner) = await BeginAsync(Ordered(), "snapshots/head.json");
        await owner.AppendAsync(Note("before"), None);
        await owner.DisposeAsync();
        await using var other = await OpenAsync();

        var taken = (await other.TakeOverAsync(run.RunId, None))!;
        taken.RunId.Should().Be(run.RunId);
        (await other.TakeOverAsync(run.RunId, None)).Should().BeNull("it has an owner again");
        (await _store.RecoverAsync(None)).Should().BeEmpty();
        var after = await taken.AppendAsync(Note("after"), None);
        await taken.AppendAsync(new RunEnded("PASS", 0, 100), None);
        await other.UpdateAsync(run with { Status = RunStatus.Pass, FinishedAt = CreatedAt }, taken, None);
        await taken.DisposeAsync();

        after.Sequence.Should().Be(2);
        (await _store.ReadAsync(run.RunId, 0, 10, None)).Select(entry => entry.Sequence).Should().Equal(1, 2, 3);
        (await _store.FindAsync(run.RunId, None))!.Status.Should().Be(RunStatus.Pass);
    }

    [Fact]
    public async Task TakeOverAsync_FormerOwnerComesBack_WritesNothingMore()
    {
        var (run, lost) = await BeginAsync(Ordered(), "snapshots/head.json");
        await lost.AppendAsync(Note("mine"), None);
        LoseLocks();
        await using var other = await OpenAsync();
        await using var taken = (await other.TakeOverAsync(run.RunId, None))!;

        var append = () => lost.AppendAsync(Note("no longer mine"), None);
        var update = () => _store.UpdateAsync(run, lost, None);

        (await append.Should().ThrowAsync<RunOwnershipLostException>()).Which.RunId.Should().Be(run.RunId);
        await update.Should().ThrowAsync<RunOwnershipLostException>();
        await lost.DisposeAsync();
        (await taken.AppendAsync(Note("theirs"), None)).Sequence.Should().Be(2);
        (await _store.ReadAsync(run.RunId, 0, 10, None)).Select(entry => entry.Event.Message).Should().Equal("mine", "theirs");
    }

    [Fact]
    public async Task TakeOverAsync_ManyAtOnce_OneGetsIt()
    {
        var run = Ordered();
        await (await _store.CreateAsync(run, None)).DisposeAsync();
        var stores = new List<IRunStore>();
        for (var i = 0; i < 4; i++)
        {
            stores.Add(await OpenAsync());
        }

        var taken = await Task.WhenAll(stores.Select(store => Task.Run(() => store.TakeOverAsync(run.RunId, None))));

        var owner = taken.Should().ContainSingle(journal => journal != null).Which!;
        (await owner.AppendAsync(Note("mine"), None)).Sequence.Should().Be(1);
        await owner.DisposeAsync();
        foreach (var store in stores)
        {
            await store.DisposeAsync();
        }
    }

    [Fact]
    public async Task TakeOverAsync_EndedOrUnknownRun_GivesNothing()
    {
        var run = NewRun();
        var owner = await _store.CreateAsync(run, None);
        await EndAsync(run, owner);
        await owner.DisposeAsync();
        var half = await BeginAsync(Ordered(), "snapshots/head.json");
        await half.Owner.AppendAsync(new RunEnded("PASS", 0, 100), None);
        await half.Owner.DisposeAsync();

        (await _store.TakeOverAsync(run.RunId, None)).Should().BeNull();
        (await _store.TakeOverAsync(half.Run.RunId, None)).Should().BeNull("its journal has its end; a recovery completes the row");
        (await _store.TakeOverAsync(_ids.NextRunId(), None)).Should().BeNull();
    }

    private RunRecord Ordered() => NewRun() with { Request = """{"call":"run"}""" };

    private async Task<(RunRecord Run, IRunJournal Owner)> BeginAsync(RunRecord run, string? snapshotPath)
    {
        var owner = await _store.CreateAsync(run, None);
        var begun = run with { Status = RunStatus.Running, StartedAt = CreatedAt, SnapshotPath = snapshotPath };
        await _store.UpdateAsync(begun, owner, None);
        return (begun, owner);
    }
}
