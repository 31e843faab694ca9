using TestOps.Core.Journaling;
using TestOps.Core.Runs;
using TestOps.Testing.Clocks;
using TestOps.Testing.Runs;

namespace TestOps.Core.Tests.Journaling;

public sealed class JournalFollowerTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(30));
    private readonly InMemoryRunStore _store;
    private readonly RunRecord _run;
    private IRunJournal _journal = null!;

    public JournalFollowerTests()
    {
        _store = new InMemoryRunStore(_time);
        _run = new RunRecord { RunId = SequentialIds.At(1), Trigger = "cli", Suite = "smoke", Status = RunStatus.Pending, CreatedAt = _time.GetUtcNow() };
    }

    private CancellationToken Deadline => _deadline.Token;

    public async ValueTask InitializeAsync() => _journal = await _store.CreateAsync(_run, Deadline);

    public async ValueTask DisposeAsync()
    {
        await _journal.DisposeAsync();
        await _store.DisposeAsync();
        _deadline.Dispose();
    }

    [Fact]
    public async Task FollowAsync_WhileTheRunWrites_GivesEachEntryOnceAndEnds()
    {
        var following = CollectAsync(0);
        for (var i = 1; i <= 3; i++)
        {
            await _time.WaitForTimersAsync(1, Deadline);
            await _journal.AppendAsync(new PhaseProgress("sim", i, 3, "sessions"), Deadline);
            _time.Advance(JournalFollower.PollInterval);
        }

        await _time.WaitForTimersAsync(1, Deadline);
        await _journal.AppendAsync(new RunEnded("PASS", 0, 100), Deadline);
        _time.Advance(JournalFollower.PollInterval);

        (await following).Should().Equal(await _store.ReadAsync(_run.RunId, 0, 100, Deadline));
    }

    [Fact]
    public async Task FollowAsync_ManyEntriesAtOnce_PagesThroughThemWithoutWaiting()
    {
        for (var i = 1; i <= 1250; i++)
        {
            await _journal.AppendAsync(new PhaseProgress("sim", i, 1250, "sessions"), Deadline);
        }

        await _journal.AppendAsync(new RunEnded("PASS", 0, 100), Deadline);

        (await CollectAsync(7)).Select(entry => entry.Sequence).Should().Equal(Enumerable.Range(8, 1244).Select(i => (long)i));
    }

    [Fact]
    public async Task FollowAsync_FromTheEndOfAFinishedRun_EndsWithoutWaiting()
    {
        var ended = await _journal.AppendAsync(new RunEnded("PASS", 0, 100), Deadline);
        await _store.UpdateAsync(_run with { Status = RunStatus.Pass }, _journal, Deadline);

        (await CollectAsync(ended.Sequence)).Should().BeEmpty();
    }

    [Fact]
    public async Task FollowAsync_UnknownRun_IsRefused()
    {
        var follow = async () => await JournalFollower.FollowAsync(_store, SequentialIds.At(99), 0, _time, Deadline).ToListAsync(Deadline);

        await follow.Should().ThrowAsync<ArgumentException>().WithMessage($"*{SequentialIds.At(99)}*");
    }

    [Fact]
    public async Task FollowAsync_Cancelled_Stops()
    {
        using var stop = new CancellationTokenSource();
        var following = JournalFollower.FollowAsync(_store, _run.RunId, 0, _time, stop.Token).ToListAsync(Deadline).AsTask();
        await _time.WaitForTimersAsync(1, Deadline);

        await stop.CancelAsync();

        await ((Func<Task>)(() => following)).Should().ThrowAsync<OperationCanceledException>();
    }

    private Task<List<JournalEntry>> CollectAsync(long after) => JournalFollower.FollowAsync(_store, _run.RunId, after, _time, Deadline).ToListAsync(Deadline).AsTask();
}
