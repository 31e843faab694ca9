using TestOps.Core;
using TestOps.Core.Journaling;

namespace TestOps.StoreContract.Runs;

public abstract partial class RunStoreContract
{
    [Fact]
    public async Task AppendAsync_OneAfterAnother_NumbersFromOneAndReadsBackEqual()
    {
        var run = NewRun();
        await using var journal = await _store.CreateAsync(run, None);
        var appended = new List<JournalEntry>();
        for (var i = 1; i <= 5; i++)
        {
            appended.Add(await journal.AppendAsync(new PhaseProgress("sim", i, 5, "sessions"), None));
        }

        appended.Select(entry => entry.Sequence).Should().Equal(1, 2, 3, 4, 5);
        (await _store.ReadAsync(run.RunId, 0, 100, None)).Should().Equal(appended);
    }

    [Fact]
    public async Task AppendAsync_ManyAtOnce_LeavesNoGapAndKeepsEachCallersOrder()
    {
        const int callers = 16;
        const int each = 50;
        var run = NewRun();
        await using var journal = await _store.CreateAsync(run, None);

        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; i < each; i++)
            {
                await journal.AppendAsync(new PhaseProgress("sim", i, each, $"caller {caller}"), None);
            }
        })));

        var entries = await _store.ReadAsync(run.RunId, 0, callers * each * 2, None);
        entries.Select(entry => entry.Sequence).Should().Equal(Enumerable.Range(1, callers * each).Select(i => (long)i));
        foreach (var caller in entries.Select(entry => (PhaseProgress)entry.Event).GroupBy(progress => progress.Unit))
        {
            caller.Select(progress => progress.Done).Should().BeInAscendingOrder();
        }
    }

    [Fact]
    public async Task AppendAsync_NotAwaited_KeepsTheOrderOfTheCalls()
    {
        var run = NewRun();
        await using var journal = await _store.CreateAsync(run, None);

        var entries = await Task.WhenAll(Enumerable.Range(1, 500).Select(i => journal.AppendAsync(Note($"{i}"), None)));

        entries.Select(entry => $"{entry.Sequence}").Should().Equal(entries.Select(entry => entry.Event.Message));
    }

    [Fact]
    public async Task AppendAsync_SeveralRunsAtOnce_NumbersEachOnItsOwn()
    {
        var runs = Enumerable.Range(0, 5).Select(_ => NewRun()).ToList();
        var journals = new List<IRunJournal>();
        foreach (var run in runs)
        {
            journals.Add(await _store.CreateAsync(run, None));
        }

        await Task.WhenAll(journals.SelectMany(journal => Enumerable.Range(1, 20).Select(i => journal.AppendAsync(Note($"{i}"), None))));

        foreach (var run in runs)
        {
            (await _store.ReadAsync(run.RunId, 0, 100, None)).Select(entry => entry.Sequence).Should().Equal(Enumerable.Range(1, 20).Select(i => (long)i));
        }

        foreach (var journal in journals)
        {
            await journal.DisposeAsync();
        }
    }

    [Fact]
    public async Task AppendAsync_LargeAndUnusualText_ReadsBackEqual()
    {
        var run = NewRun();
        await using var journal = await _store.CreateAsync(run, None);
        RunEvent[] events = [Note(new string('x', 1024 * 1024)), Note("日本語 🚀 ‮ \" ' \\ \n \r \t % \u0001 \0 end"), Note("")];
        foreach (var runEvent in events)
        {
            await journal.AppendAsync(runEvent, None);
        }

        (await _store.ReadAsync(run.RunId, 0, 10, None)).Select(entry => entry.Event).Should().Equal(events);
    }

    [Fact]
    public async Task AppendAsync_Cancelled_WritesNothing()
    {
        var run = NewRun();
        await using var journal = await _store.CreateAsync(run, None);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        var append = () => journal.AppendAsync(Note("never"), cancelled.Token);

        (await append.Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(cancelled.Token);
        (await journal.AppendAsync(Note("first"), None)).Sequence.Should().Be(1);
    }

    [Fact]
    public async Task AppendAsync_CancelledOnTheWay_AnswersWhatBecameOfEachEvent()
    {
        var run = NewRun();
        await using var journal = await _store.CreateAsync(run, None);
        using var cancelled = new CancellationTokenSource();

        var appends = Enumerable.Range(1, 2000).Select(i => journal.AppendAsync(Note($"{i}"), cancelled.Token)).ToList();
        await cancelled.CancelAsync();
        await Task.WhenAll(appends.Select(append => append.ContinueWith(_ => { }, TaskScheduler.Default)));

        var acknowledged = appends.Where(append => append.IsCompletedSuccessfully).Select(append => append.Result);
        (await _store.ReadAsync(run.RunId, 0, 10_000, None)).Should().Equal(acknowledged.OrderBy(entry => entry.Sequence));
        appends.Where(append => !append.IsCompletedSuccessfully).Should().OnlyContain(append => append.IsCanceled);
    }

    [Fact]
    public async Task AppendAsync_NaN_IsRefusedAndHarmsNobody()
    {
        await using var journal = await _store.CreateAsync(NewRun(), None);

        var append = () => journal.AppendAsync(new MetricMeasured("sim", "x", double.NaN, "ms"), None);

        await append.Should().ThrowAsync<ArgumentException>();
        (await journal.AppendAsync(Note("next"), None)).Sequence.Should().Be(1);
    }

    [Fact]
    public async Task AppendAsync_AfterRunEnded_IsRefused()
    {
        await using var journal = await _store.CreateAsync(NewRun(), None);
        await journal.AppendAsync(new RunEnded("PASS", 0, 100), None);

        var append = () => journal.AppendAsync(Note("late"), None);

        await append.Should().ThrowAsync<InvalidOperationException>().WithMessage("*has ended*");
    }

    [Fact]
    public async Task AppendAsync_AfterDispose_IsRefused()
    {
        var journal = await _store.CreateAsync(NewRun(), None);
        await journal.DisposeAsync();

        var append = () => journal.AppendAsync(Note("late"), None);

        await append.Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public async Task DisposeAsync_WithAppendsUnderWay_CommitsThem()
    {
        var run = NewRun();
        var journal = await _store.CreateAsync(run, None);
        var appends = Enumerable.Range(1, 300).Select(i => journal.AppendAsync(Note($"{i}"), None)).ToList();

        await journal.DisposeAsync();
        await journal.DisposeAsync();

        (await _store.ReadAsync(run.RunId, 0, 1000, None)).Should().HaveCount(300);
        await Task.WhenAll(appends);
    }

    [Fact]
    public async Task ReadAsync_AfterASequence_PagesWithoutLossOrRepetition()
    {
        var run = NewRun();
        await using var journal = await _store.CreateAsync(run, None);
        await Task.WhenAll(Enumerable.Range(1, 25).Select(i => journal.AppendAsync(Note($"{i}"), None)));

        (await _store.ReadAsync(run.RunId, 10, 10, None)).Select(entry => entry.Sequence).Should().Equal(Enumerable.Range(11, 10).Select(i => (long)i));
        (await _store.ReadAsync(run.RunId, 20, 10, None)).Select(entry => entry.Sequence).Should().Equal(21, 22, 23, 24, 25);
        (await _store.ReadAsync(run.RunId, 25, 10, None)).Should().BeEmpty();
    }

    [Fact]
    public async Task ReadAsync_UnknownRun_IsEmpty() => (await _store.ReadAsync(_ids.NextRunId(), 0, 10, None)).Should().BeEmpty();

    [Fact]
    public async Task ReadAsync_FromAnotherStore_SeesWhatIsCommitted()
    {
        var run = NewRun();
        await using var journal = await _store.CreateAsync(run, None);
        await using var other = await OpenAsync();
        var entry = await journal.AppendAsync(Note("seen"), None);

        (await other.ReadAsync(run.RunId, 0, 10, None)).Should().Equal(entry);
    }
}
