using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Runs;

namespace TestOps.StoreContract.Runs;

public abstract partial class RunStoreContract
{
    [Fact]
    public async Task RecoverAsync_OwnerLives_TouchesNothing()
    {
        var run = NewRun();
        await using var journal = await _store.CreateAsync(run, None);
        await using var other = await OpenAsync();

        (await other.RecoverAsync(None)).Should().BeEmpty();
        (await _store.RecoverAsync(None)).Should().BeEmpty();

        (await _store.FindAsync(run.RunId, None)).Should().Be(run);
        (await journal.AppendAsync(Note("mine"), None)).Sequence.Should().Be(1);
    }

    [Fact]
    public async Task RecoverAsync_OwnerGone_InterruptsOnceWithTheLastEventAsCause()
    {
        var run = NewRun();
        var journal = await _store.CreateAsync(run, None);
        await journal.AppendAsync(Note("one"), None);
        var last = await journal.AppendAsync(Note("two"), None);
        await journal.DisposeAsync();
        await using var other = await OpenAsync();

        (await other.RecoverAsync(None)).Should().Equal(run.RunId);
        (await other.RecoverAsync(None)).Should().BeEmpty();
        (await _store.RecoverAsync(None)).Should().BeEmpty();

        var entries = await _store.ReadAsync(run.RunId, 2, 10, None);
        entries.Select(entry => entry.Sequence).Should().Equal(3, 4);
        entries[0].Event.Should().BeOfType<IncidentOpened>().Which.Code.Should().Be("RUN.INTERRUPTED");
        var cause = $"the process that owned it is gone; last event 2 at {StoredTime.ToSecondsText(last.Timestamp)}";
        entries[1].Event.Should().Be(new RunEnded("INTERRUPTED", 21, null, cause));
        (await _store.FindAsync(run.RunId, None)).Should().Be(run with { Status = RunStatus.Interrupted, FinishedAt = last.Timestamp }, "it took until its last event, however late its death was noticed");
    }

    [Fact]
    public async Task RecoverAsync_OwnerWroteNothing_SaysSo()
    {
        var run = NewRun();
        await (await _store.CreateAsync(run, None)).DisposeAsync();

        await _store.RecoverAsync(None);

        (await _store.ReadAsync(run.RunId, 0, 10, None))[^1].Event.Should().BeOfType<RunEnded>().Which.Cause.Should().Be("the process that owned it is gone; it wrote no event");
    }

    [Fact]
    public async Task RecoverAsync_OwnerDiedBetweenRunEndedAndItsRow_CompletesTheRow()
    {
        var run = NewRun();
        var journal = await _store.CreateAsync(run, None);
        var ended = await journal.AppendAsync(new RunEnded("FAIL", 10, 87.5), None);
        await journal.DisposeAsync();

        (await _store.RecoverAsync(None)).Should().BeEmpty("it was not interrupted");

        (await _store.FindAsync(run.RunId, None)).Should().Be(run with { Status = RunStatus.Fail, FinishedAt = ended.Timestamp, DeterminismScore = 87.5 });
        (await _store.ReadAsync(run.RunId, 0, 10, None)).Should().Equal(ended);
    }

    [Fact]
    public async Task RecoverAsync_FinishedRun_StaysAsItIs()
    {
        var run = NewRun();
        var journal = await _store.CreateAsync(run, None);
        await EndAsync(run, journal);
        await journal.DisposeAsync();
        var before = await _store.FindAsync(run.RunId, None);

        (await _store.RecoverAsync(None)).Should().BeEmpty();

        (await _store.FindAsync(run.RunId, None)).Should().Be(before);
    }

    [Fact]
    public async Task RecoverAsync_ManyAtOnce_InterruptEachRunOnce()
    {
        var runs = Enumerable.Range(0, 10).Select(_ => NewRun()).ToList();
        foreach (var run in runs)
        {
            await (await _store.CreateAsync(run, None)).DisposeAsync();
        }

        var stores = new List<IRunStore>();
        for (var i = 0; i < 4; i++)
        {
            stores.Add(await OpenAsync());
        }

        var recovered = await Task.WhenAll(stores.Select(store => Task.Run(() => store.RecoverAsync(None))));

        // Two recoveries that meet at one run leave it to either of them; whoever was kept out by the other's lock reports nothing.
        recovered.SelectMany(runIds => runIds).Should().OnlyHaveUniqueItems();
        await _store.RecoverAsync(None);
        foreach (var run in runs)
        {
            (await _store.ReadAsync(run.RunId, 0, 10, None)).Count(entry => entry.Event is RunEnded).Should().Be(1);
        }

        foreach (var store in stores)
        {
            await store.DisposeAsync();
        }
    }

    [Fact]
    public async Task AppendAsync_AfterATakeover_LosesTheOwnershipAndWritesNothing()
    {
        var run = NewRun();
        var lost = await _store.CreateAsync(run, None);
        await using var kept = await _store.CreateAsync(NewRun(), None);
        await lost.AppendAsync(Note("mine"), None);
        LoseLocks();
        await using var other = await OpenAsync();
        (await other.RecoverAsync(None)).Should().Contain(run.RunId);
        var after = await _store.ReadAsync(run.RunId, 0, 10, None);

        var append = () => lost.AppendAsync(Note("no longer mine"), None);
        var update = () => _store.UpdateAsync(run with { Status = RunStatus.Running }, lost, None);

        (await append.Should().ThrowAsync<RunOwnershipLostException>()).Which.RunId.Should().Be(run.RunId);
        await update.Should().ThrowAsync<RunOwnershipLostException>();
        await lost.DisposeAsync();
        (await _store.ReadAsync(run.RunId, 0, 10, None)).Select(entry => entry.Event.Message).Should().Equal(after.Select(entry => entry.Event.Message));
        (await _store.FindAsync(run.RunId, None))!.Status.Should().Be(RunStatus.Interrupted);
    }

    [Fact]
    public async Task TwoStores_EachWithRuns_DoNotDisturbEachOther()
    {
        await using var other = await OpenAsync();
        var mine = NewRun();
        var theirs = NewRun();
        await using var myJournal = await _store.CreateAsync(mine, None);
        await using var theirJournal = await other.CreateAsync(theirs, None);

        await Task.WhenAll(Enumerable.Range(1, 200).SelectMany(i => new[] { myJournal.AppendAsync(Note($"m{i}"), None), theirJournal.AppendAsync(Note($"t{i}"), None) }));

        (await other.ReadAsync(mine.RunId, 0, 1000, None)).Select(entry => entry.Event.Message).Should().Equal(Enumerable.Range(1, 200).Select(i => $"m{i}"));
        (await _store.ReadAsync(theirs.RunId, 0, 1000, None)).Select(entry => entry.Event.Message).Should().Equal(Enumerable.Range(1, 200).Select(i => $"t{i}"));
    }
}
