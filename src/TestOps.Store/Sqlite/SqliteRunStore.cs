using Dapper;
using Microsoft.Data.Sqlite;
using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Runs;
using TestOps.Core.WarRoom;
using TestOps.Store.Relational;

namespace TestOps.Store.Sqlite;

/// <summary>
/// Runs, journals and incidents in <c>testops.db</c> (SQLite, WAL, synchronous = FULL). Any number of processes may use one data folder: each run has one
/// owner, which holds <c>locks/{run_id}.lock</c> and whose epoch every write checks. Reads see committed rows only. Safe for concurrent use.
/// </summary>
public sealed class SqliteRunStore : IRunStore, IIncidentStore, IUnlockStore
{
    private const string UnlockedUntil = "unlocked_until";

    private readonly SqliteDatabase _database;
    private readonly RunLockFolder _locks;
    private readonly SqliteWriter _writer;

    private SqliteRunStore(SqliteDatabase database, RunLockFolder locks, TimeProvider time)
    {
        _database = database;
        _locks = locks;
        _writer = new SqliteWriter(database, time);
    }

    /// <summary>Path of the database file.</summary>
    public string DatabasePath => _database.Path;

    /// <summary>
    /// Opens the store in <paramref name="dataFolder"/>; makes the folder and the database where they are missing and brings an older schema up to date.
    /// Ends nobody's run: that is <see cref="RecoverAsync"/>.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The folder cannot be written, or the database is damaged, of a newer version or another program's.</exception>
    public static async Task<SqliteRunStore> OpenAsync(string dataFolder, TimeProvider time, CancellationToken cancellationToken)
    {
        var folder = Path.GetFullPath(dataFolder);
        var database = new SqliteDatabase(Path.Combine(folder, "testops.db"));
        var locks = new RunLockFolder(Path.Combine(folder, "locks"));
        try
        {
            await SqliteSetup.PrepareAsync(database, locks, time, cancellationToken).ConfigureAwait(false);
            return new SqliteRunStore(database, locks, time);
        }
        catch (Exception failure) when (database.Explain(failure) is StoreUnavailableException explained && explained != failure)
        {
            database.Dispose();
            throw explained;
        }
    }

    /// <inheritdoc />
    public async Task<IRunJournal> CreateAsync(RunRecord run, CancellationToken cancellationToken)
    {
        RunTransitions.CheckNew(run);
        var ownership = new RunOwnership(run.RunId, RunOwnership.FirstEpoch);

        // The lock before the row: a recovery in another process must never meet the row of a living owner without its lock.
        var runLock = TakeLock(run.RunId) ?? throw new InvalidOperationException($"Run {run.RunId} exists already and has an owner.");
        try
        {
            await _writer.SubmitAsync(transaction => transaction.Create(run), cancellationToken).ConfigureAwait(false);
            return new RelationalJournal(_writer.Commits, ownership, runLock);
        }
        catch
        {
            runLock.Release(delete: true);
            throw;
        }
    }

    /// <inheritdoc />
    public Task UpdateAsync(RunRecord run, IRunJournal owner, CancellationToken cancellationToken) =>
        owner is RelationalJournal journal && journal.RunId == run.RunId
            ? journal.UpdateAsync(run, cancellationToken)
            : throw new ArgumentException($"The journal is not the one that this store gave to the owner of run {run.RunId}.", nameof(owner));

    /// <inheritdoc />
    public Task<RunRecord?> FindAsync(RunId runId, CancellationToken cancellationToken) =>
        ReadAsync(connection => connection.QuerySingleOrDefault<RunRow>(SqliteStatements.SelectRun, new { runId = runId.ToString() })?.ToRecord(), cancellationToken);

    /// <inheritdoc />
    public Task<RunRecord?> FindByKeyAsync(string requestKey, CancellationToken cancellationToken) =>
        ReadAsync(connection => connection.QuerySingleOrDefault<RunRow>(SqliteStatements.SelectRunByKey, new { requestKey })?.ToRecord(), cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<RunRecord>> ListAsync(RunId? before, int limit, CancellationToken cancellationToken)
    {
        PageLimits.Check(limit);
        return ReadAsync<IReadOnlyList<RunRecord>>(
            connection => [.. connection.Query<RunRow>(SqliteStatements.ListRuns, new { before = before?.ToString(), limit }).Select(row => row.ToRecord())],
            cancellationToken);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<JournalEntry>> ReadAsync(RunId runId, long after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        return ReadAsync<IReadOnlyList<JournalEntry>>(
            connection => [.. connection.Query<EventRow>(SqliteStatements.ListEvents, new { runId = runId.ToString(), after, limit }).Select(row => row.ToEntry())],
            cancellationToken);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<IncidentRecord>> ListIncidentsAsync(int limit, CancellationToken cancellationToken)
    {
        PageLimits.Check(limit);
        return ReadAsync<IReadOnlyList<IncidentRecord>>(
            connection => [.. connection.Query<IncidentRow>(SqliteStatements.ListIncidents, new { limit }).Select(row => row.ToRecord())],
            cancellationToken);
    }

    /// <inheritdoc />
    public Task<DateTimeOffset?> FindUnlockAsync(CancellationToken cancellationToken) => ReadAsync(
        connection => connection.QuerySingleOrDefault<string>(SqliteStatements.SelectState, new { name = UnlockedUntil }) is { } until ? StoredTime.Parse(until) : default(DateTimeOffset?),
        cancellationToken);

    /// <inheritdoc />
    public Task SetUnlockAsync(DateTimeOffset? until, CancellationToken cancellationToken) =>
        _writer.SubmitAsync(transaction => transaction.SetState(UnlockedUntil, until is { } instant ? StoredTime.ToText(instant) : null), cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<RunRecord>> ListUnfinishedAsync(CancellationToken cancellationToken) => ReadAsync<IReadOnlyList<RunRecord>>(
        connection => [.. connection.Query<RunRow>(SqliteStatements.ListUnfinishedRuns, new { limit = PageLimits.Max }).Select(row => row.ToRecord())],
        cancellationToken);

    /// <inheritdoc />
    public async Task<IRunJournal?> TakeOverAsync(RunId runId, CancellationToken cancellationToken)
    {
        if (TakeLock(runId) is not { } runLock)
        {
            return null;
        }

        IRunJournal? journal = null;
        try
        {
            var epoch = await _writer.Commits.SubmitAsync(
                transaction =>
                {
                    if (transaction.HeadOf(runId) is not { HasEnded: false } head || head.Status.IsFinal())
                    {
                        return default(long?);
                    }

                    transaction.TakeOver(runId, head);
                    return head.OwnerEpoch;
                },
                cancellationToken).ConfigureAwait(false);
            journal = epoch is { } taken ? new RelationalJournal(_writer.Commits, new RunOwnership(runId, taken), runLock) : null;
            return journal;
        }
        finally
        {
            if (journal is null)
            {
                runLock.Release(delete: false);
            }
        }
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<RunId>> RecoverAsync(CancellationToken cancellationToken)
    {
        var unfinished = await ListUnfinishedAsync(cancellationToken).ConfigureAwait(false);
        var interrupted = new List<RunId>();
        foreach (var run in unfinished)
        {
            if (TakeLock(run.RunId) is not { } runLock)
            {
                continue;
            }

            try
            {
                if (await _writer.Commits.SubmitAsync(transaction => Recovery.End(transaction, run.RunId), cancellationToken).ConfigureAwait(false))
                {
                    interrupted.Add(run.RunId);
                }
            }
            finally
            {
                runLock.Release(delete: false);
            }
        }

        await RemoveLocksOfFinishedRunsAsync(cancellationToken).ConfigureAwait(false);
        return interrupted;
    }

    /// <summary>Commits what waits and closes the database. Journals that are still open lose nothing but can append no more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync().ConfigureAwait(false);
        _database.Dispose();
    }

    private async Task RemoveLocksOfFinishedRunsAsync(CancellationToken cancellationToken)
    {
        foreach (var runId in OnLocks(_locks.List))
        {
            if (await FindAsync(runId, cancellationToken).ConfigureAwait(false) is not { } run || run.Status.IsFinal())
            {
                _ = OnLocks(() =>
                {
                    _locks.DeleteIfFree(runId);
                    return true;
                });
            }
        }
    }

    private FileRunLock? TakeLock(RunId runId) => OnLocks(() => _locks.TryTake(runId));

    private T OnLocks<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException(_locks.Folder, failure.Message, failure);
        }
    }

    // The driver has no asynchronous reads: the work is done on the caller's thread, and takes well under a millisecond a page.
    private Task<T> ReadAsync<T>(Func<SqliteConnection, T> read, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        try
        {
            using var connection = _database.Open();
            return Task.FromResult(read(connection));
        }
        catch (Exception failure)
        {
            return Task.FromException<T>(_database.Explain(failure));
        }
    }
}
