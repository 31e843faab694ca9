using Microsoft.Data.Sqlite;
using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Runs;
using TestOps.Store.Sqlite;
using TestOps.Testing.Runs;

namespace TestOps.StoreContract.Sqlite;

public sealed class SqliteRunStoreFailureTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TemporaryFolder _folder = new();
    private readonly RunRecord _run = new() { RunId = SequentialIds.At(1), Trigger = "cli", Suite = "smoke", Status = RunStatus.Pending, CreatedAt = DateTimeOffset.UnixEpoch };

    private SqliteRunStore _store = null!;

    private string LockPath => Path.Combine(_folder.Path, "locks", $"{_run.RunId}.lock");

    public async ValueTask InitializeAsync() => _store = await SqliteRunStore.OpenAsync(_folder.Path, TimeProvider.System, None);

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public async Task AppendAsync_WriteFails_TellsEveryWaitingAppendAndGoesOnWithoutAGap()
    {
        await using var journal = await _store.CreateAsync(_run, None);
        await journal.AppendAsync(Note("before"), None);
        Execute("CREATE TRIGGER refuse BEFORE INSERT ON run_events BEGIN SELECT RAISE(FAIL, 'planted'); END");

        var appends = Enumerable.Range(1, 100).Select(i => journal.AppendAsync(Note($"{i}"), None)).ToList();
        foreach (var append in appends)
        {
            (await ((Func<Task>)(() => append)).Should().ThrowAsync<StoreUnavailableException>()).Which.Message.Should().Contain("planted").And.Contain(_store.DatabasePath);
        }

        Execute("DROP TRIGGER refuse");
        (await journal.AppendAsync(Note("after"), None)).Sequence.Should().Be(2);
        (await _store.ReadAsync(_run.RunId, 0, 10, None)).Select(entry => entry.Event.Message).Should().Equal("before", "after");
    }

    [Fact]
    public async Task RecoverAsync_WithoutItsLocks_SaysThatTheStoreIsUnavailable()
    {
        var locks = Path.Combine(_folder.Path, "locks");
        Directory.Delete(locks, recursive: true);

        (await _store.Invoking(store => store.RecoverAsync(None)).Should().ThrowAsync<StoreUnavailableException>()).Which.Message.Should().Contain(locks);
    }

    [Fact]
    public async Task AppendAsync_MoreThanTheQueueHolds_WaitsForRoomAndLosesNothing()
    {
        const int count = 10_000;
        await using var journal = await _store.CreateAsync(_run, None);
        using var blocker = Connect();
        using var transaction = blocker.BeginTransaction(deferred: false);

        var appends = Enumerable.Range(1, count).Select(i => journal.AppendAsync(Note($"{i}"), None)).ToList();
        appends.Should().OnlyContain(append => !append.IsCompleted, "nothing can be committed while another process writes");
        transaction.Rollback();

        (await Task.WhenAll(appends)).Select(entry => $"{entry.Sequence}").Should().Equal(Enumerable.Range(1, count).Select(i => $"{i}"));
        (await _store.ReadAsync(_run.RunId, 0, int.MaxValue, None)).Select(entry => entry.Event.Message).Should().Equal(Enumerable.Range(1, count).Select(i => $"{i}"));
    }

    [Fact]
    public async Task ReadAsync_EventOfALaterVersion_NamesTypeAndFile()
    {
        await using var journal = await _store.CreateAsync(_run, None);
        await journal.AppendAsync(Note("x"), None);
        Execute("UPDATE run_events SET type = 'phase_paused'");

        var read = () => _store.ReadAsync(_run.RunId, 0, 10, None);

        (await read.Should().ThrowAsync<StoreUnavailableException>()).Which.Message.Should().Contain("phase_paused").And.Contain(_store.DatabasePath);
    }

    [Fact]
    public async Task RecoverAsync_LastEventOfALaterVersion_EndsTheRunAllTheSame()
    {
        var journal = await _store.CreateAsync(_run, None);
        await journal.AppendAsync(Note("x"), None);
        await journal.DisposeAsync();
        Execute("UPDATE run_events SET type = 'phase_paused'");

        (await _store.RecoverAsync(None)).Should().Equal(_run.RunId);

        (await _store.FindAsync(_run.RunId, None))!.Status.Should().Be(RunStatus.Interrupted);
    }

    [Fact]
    public async Task Lock_OfALivingRun_IsThereAndGoesWithItsEnd()
    {
        var journal = await _store.CreateAsync(_run, None);
        File.Exists(LockPath).Should().BeTrue();

        await journal.AppendAsync(new RunEnded("PASS", 0, 100), None);
        await _store.UpdateAsync(_run with { Status = RunStatus.Pass }, journal, None);
        await journal.DisposeAsync();

        File.Exists(LockPath).Should().BeFalse();
    }

    [Fact]
    public async Task RecoverAsync_LockFilesWithoutAnOwner_AreRemoved()
    {
        var orphan = Path.Combine(_folder.Path, "locks", $"{SequentialIds.At(7)}.lock");
        await File.WriteAllTextAsync(orphan, "", None);
        await using var journal = await _store.CreateAsync(_run, None);

        await _store.RecoverAsync(None);

        File.Exists(orphan).Should().BeFalse();
        File.Exists(LockPath).Should().BeTrue();
    }

    [Fact]
    public async Task DisposeAsync_StoreBeforeItsJournal_CommitsWhatWaitsAndRefusesTheRest()
    {
        var journal = await _store.CreateAsync(_run, None);
        var appends = Enumerable.Range(1, 100).Select(i => journal.AppendAsync(Note($"{i}"), None)).ToList();

        await _store.DisposeAsync();

        (await Task.WhenAll(appends)).Should().HaveCount(100);
        var late = () => journal.AppendAsync(Note("late"), None);
        await late.Should().ThrowAsync<ObjectDisposedException>();
        await journal.DisposeAsync();
    }

    private static Notice Note(string text) => new("sim", EventSeverity.Info, text);

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={_store.DatabasePath};Pooling=False");
        connection.Open();
        return connection;
    }

    private void Execute(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
