using System.Text.Json.Nodes;
using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Runs;
using TestOps.Core.WarRoom;
using TestOps.Testing.Runs;

namespace TestOps.StoreContract.Runs;

/// <summary>What every store of runs does. A behaviour that is not in here does not exist.</summary>
public abstract partial class RunStoreContract : IAsyncLifetime
{
    protected static readonly CancellationToken None = CancellationToken.None;

    private static readonly DateTimeOffset CreatedAt = new(2026, 11, 23, 2, 50, 12, 345, TimeSpan.Zero);

    private readonly IdSource _ids = SequentialIds.Create();

    private IRunStore _store = null!;

    public async ValueTask InitializeAsync() => _store = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await CleanUpAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task CreateAsync_NewRun_IsFoundAsPending()
    {
        var run = NewRun();

        await using var journal = await _store.CreateAsync(run, None);

        journal.RunId.Should().Be(run.RunId);
        (await _store.FindAsync(run.RunId, None)).Should().Be(run);
    }

    [Fact]
    public async Task CreateAsync_SameIdTwice_IsRefused()
    {
        var run = NewRun();
        await using var journal = await _store.CreateAsync(run, None);

        var again = () => _store.CreateAsync(run, None);

        await again.Should().ThrowAsync<InvalidOperationException>();
    }

    [Fact]
    public async Task CreateAsync_NotPending_IsRefused()
    {
        var create = () => _store.CreateAsync(NewRun() with { Status = RunStatus.Pass }, None);

        await create.Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public async Task FindAsync_UnknownRun_IsNull() => (await _store.FindAsync(_ids.NextRunId(), None)).Should().BeNull();

    [Fact]
    public async Task UpdateAsync_ByOwner_KeepsWhatTheRunWasCreatedWith()
    {
        var run = NewRun();
        await using var journal = await _store.CreateAsync(run, None);
        var running = run with { Status = RunStatus.Running, StartedAt = CreatedAt.AddSeconds(1) };
        await _store.UpdateAsync(running with { Trigger = "other", Suite = "other", CreatedAt = CreatedAt.AddDays(1) }, journal, None);

        (await _store.FindAsync(run.RunId, None)).Should().Be(running);
    }

    [Fact]
    public async Task UpdateAsync_ToFinal_KeepsEveryColumn()
    {
        var run = NewRun();
        await using var journal = await _store.CreateAsync(run, None);
        await journal.AppendAsync(new RunEnded("WARN", 0, 99.5), None);
        var ended = run with
        {
            Status = RunStatus.Warn,
            StartedAt = CreatedAt.AddSeconds(1),
            FinishedAt = CreatedAt.AddSeconds(2),
            SnapshotPath = "snapshots/é.json",
            DeterminismScore = 99.5,
        };
        await _store.UpdateAsync(ended, journal, None);

        (await _store.FindAsync(run.RunId, None)).Should().Be(ended);
    }

    [Fact]
    public async Task UpdateAsync_FinalStatus_IsNeverChanged()
    {
        var run = NewRun();
        await using var journal = await _store.CreateAsync(run, None);
        await EndAsync(run, journal);

        var change = () => _store.UpdateAsync(run with { Status = RunStatus.Fail }, journal, None);

        await change.Should().ThrowAsync<InvalidOperationException>().WithMessage("*PASS already*");
        (await _store.FindAsync(run.RunId, None))!.Status.Should().Be(RunStatus.Pass);
    }

    [Fact]
    public async Task UpdateAsync_ToFinalBeforeRunEnded_IsRefused()
    {
        var run = NewRun();
        await using var journal = await _store.CreateAsync(run, None);

        var end = () => _store.UpdateAsync(run with { Status = RunStatus.Pass }, journal, None);

        await end.Should().ThrowAsync<InvalidOperationException>().WithMessage("*RunEnded*");
    }

    [Fact]
    public async Task UpdateAsync_WithTheJournalOfAnotherRun_IsRefused()
    {
        var run = NewRun();
        await using var journal = await _store.CreateAsync(run, None);
        await using var other = await _store.CreateAsync(NewRun(), None);

        var update = () => _store.UpdateAsync(run with { Status = RunStatus.Running }, other, None);

        await update.Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public async Task ListAsync_ByCursor_GivesEachRunOnceNewestFirst()
    {
        var runs = new List<RunRecord>();
        for (var i = 0; i < 7; i++)
        {
            runs.Add(NewRun());
            await (await _store.CreateAsync(runs[^1], None)).DisposeAsync();
        }

        var listed = new List<RunRecord>();
        RunId? before = null;
        IReadOnlyList<RunRecord> page;
        do
        {
            page = await _store.ListAsync(before, 3, None);
            listed.AddRange(page);
            before = page.Count == 0 ? before : page[^1].RunId;
        }
        while (page.Count > 0);

        listed.Should().Equal(runs.AsEnumerable().Reverse());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public async Task ListAsync_LimitOutsideTheBounds_IsRefused(int limit)
    {
        var list = () => _store.ListAsync(null, limit, None);

        await list.Should().ThrowAsync<ArgumentOutOfRangeException>();
    }

    [Fact]
    public async Task ListIncidentsAsync_Repeats_CountUpUnderOneFingerprint()
    {
        var first = NewRun();
        var second = NewRun();
        await using var firstJournal = await _store.CreateAsync(first, None);
        await using var secondJournal = await _store.CreateAsync(second, None);
        var evidence = JsonNode.Parse("""{"value":1.50}""");
        var opened = await firstJournal.AppendAsync(Incident("fp-1", "once") with { Evidence = evidence }, None);
        await firstJournal.AppendAsync(Incident("fp-2", "other"), None);
        var repeated = await secondJournal.AppendAsync(Incident("fp-1", "twice") with { Evidence = evidence }, None);

        var incidents = await ((IIncidentStore)_store).ListIncidentsAsync(10, None);

        incidents.Should().HaveCount(2);
        incidents.Single(incident => incident.Fingerprint == "fp-1").Should().Be(new IncidentRecord
        {
            Fingerprint = "fp-1",
            Code = "SIM.CHECK_FAILED",
            Severity = "error",
            Subsystem = "sim",
            Message = "twice",
            Suggestion = "look",
            Reproduce = "testops run s",
            Evidence = """{"value":1.50}""",
            LastRunId = second.RunId.ToString(),
            FirstSeen = opened.Timestamp,
            LastSeen = repeated.Timestamp,
            Count = 2,
            State = "open",
        });
    }

    /// <summary>Opens one more store over the same rows, as another process would.</summary>
    protected abstract Task<IRunStore> OpenAsync();

    /// <summary>Makes the locks of living owners vanish, so that a recovery takes them for dead: what the epoch is for.</summary>
    protected abstract void LoseLocks();

    protected virtual ValueTask CleanUpAsync() => ValueTask.CompletedTask;

    private static IncidentOpened Incident(string fingerprint, string text) =>
        new("SIM.CHECK_FAILED", "sim", EventSeverity.Error, text, "look", "testops run s", fingerprint);

    private static Notice Note(string text) => new("sim", EventSeverity.Info, text);

    private RunRecord NewRun() => new() { RunId = _ids.NextRunId(), Trigger = "cli", Suite = "smoke – ünïcode", Status = RunStatus.Pending, CreatedAt = CreatedAt };

    private async Task EndAsync(RunRecord run, IRunJournal journal)
    {
        await journal.AppendAsync(new RunEnded("PASS", 0, 100), None);
        await _store.UpdateAsync(run with { Status = RunStatus.Pass, FinishedAt = CreatedAt.AddSeconds(5), DeterminismScore = 100 }, journal, None);
    }
}
