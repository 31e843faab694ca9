using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Runs;
using TestOps.Core.WarRoom;

namespace TestOps.Testing.Runs;

/// <summary>
/// A store without a disk that passes the contract of the real ones; events go through their JSON form, too. Several stores over one
/// <see cref="InMemoryDatabase"/> stand for several processes. Safe for concurrent use.
/// </summary>
public sealed class InMemoryRunStore : IRunStore, IIncidentStore, IUnlockStore
{
    private readonly InMemoryDatabase _database;
    private readonly TimeProvider _time;

    /// <summary>A store over rows of its own.</summary>
    public InMemoryRunStore(TimeProvider time)
        : this(new InMemoryDatabase(), time)
    {
    }

    /// <summary>A store over shared rows.</summary>
    public InMemoryRunStore(InMemoryDatabase database, TimeProvider time)
    {
        _database = database;
        _time = time;
    }

    /// <inheritdoc />
    public Task<IRunJournal> CreateAsync(RunRecord run, CancellationToken cancellationToken) => _database.LockedAsync<IRunJournal>(
        () =>
        {
            RunTransitions.CheckNew(run);
            if (_database.Runs.ContainsKey(run.RunId))
            {
                throw new InvalidOperationException($"Run {run.RunId} exists already.");
            }

            if (run.RequestKey is { } key && WithKey(key) is not null)
            {
                throw new RequestKeyTakenException(key);
            }

            var row = new InMemoryRun(run);
            _database.Runs.Add(run.RunId, row);
            return new InMemoryJournal(_database, row, _time);
        },
        cancellationToken);

    /// <inheritdoc />
    public Task UpdateAsync(RunRecord run, IRunJournal owner, CancellationToken cancellationToken) =>
        owner is InMemoryJournal journal && journal.RunId == run.RunId
            ? journal.UpdateAsync(run, cancellationToken)
            : throw new ArgumentException($"The journal is not the one that this store gave to the owner of run {run.RunId}.", nameof(owner));

    /// <inheritdoc />
    public Task<RunRecord?> FindAsync(RunId runId, CancellationToken cancellationToken) =>
        _database.LockedAsync(() => _database.Runs.GetValueOrDefault(runId)?.Record, cancellationToken);

    /// <inheritdoc />
    public Task<RunRecord?> FindByKeyAsync(string requestKey, CancellationToken cancellationToken) => _database.LockedAsync(() => WithKey(requestKey), cancellationToken);

    /// <inheritdoc />
    public Task<DateTimeOffset?> FindUnlockAsync(CancellationToken cancellationToken) => _database.LockedAsync(() => _database.UnlockedUntil, cancellationToken);

    /// <inheritdoc />
    public Task SetUnlockAsync(DateTimeOffset? until, CancellationToken cancellationToken) =>
        _database.LockedAsync(() => _database.UnlockedUntil = until is { } instant ? StoredTime.Truncate(instant) : null, cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<RunRecord>> ListAsync(RunId? before, int limit, CancellationToken cancellationToken)
    {
        PageLimits.Check(limit);
        return _database.LockedAsync<IReadOnlyList<RunRecord>>(
            () => [.. _database.Runs.Values.Select(run => run.Record).Where(run => before is null || run.RunId.CompareTo(before.Value) < 0).OrderByDescending(run => run.RunId).Take(limit)],
            cancellationToken);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<JournalEntry>> ReadAsync(RunId runId, long after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        return _database.LockedAsync<IReadOnlyList<JournalEntry>>(
            () => _database.Runs.TryGetValue(runId, out var run) ? [.. run.Entries.Skip((int)Math.Min(after, int.MaxValue)).Take(limit)] : [],
            cancellationToken);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<IncidentRecord>> ListIncidentsAsync(int limit, CancellationToken cancellationToken)
    {
        PageLimits.Check(limit);
        return _database.LockedAsync<IReadOnlyList<IncidentRecord>>(
            () => [.. _database.Incidents.Values.OrderByDescending(incident => incident.LastSeen).ThenBy(incident => incident.Fingerprint, StringComparer.Ordinal).Take(limit)],
            cancellationToken);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<RunRecord>> ListUnfinishedAsync(CancellationToken cancellationToken) => _database.LockedAsync<IReadOnlyList<RunRecord>>(
        () => [.. _database.Runs.Values.Select(run => run.Record).Where(run => !run.Status.IsFinal()).OrderBy(run => run.RunId).Take(PageLimits.Max)],
        cancellationToken);

    /// <inheritdoc />
    public Task<IRunJournal?> TakeOverAsync(RunId runId, CancellationToken cancellationToken) => _database.LockedAsync<IRunJournal?>(
        () =>
        {
            if (!_database.Runs.TryGetValue(runId, out var run) || run.IsHeld || run.HasEnded || run.Record.Status.IsFinal())
            {
                return null;
            }

            run.OwnerEpoch++;
            run.IsHeld = true;
            return new InMemoryJournal(_database, run, _time);
        },
        cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<RunId>> RecoverAsync(CancellationToken cancellationToken) => _database.LockedAsync<IReadOnlyList<RunId>>(
        () => [.. _database.Runs.Values.Where(run => !run.IsHeld && !run.Record.Status.IsFinal()).OrderBy(run => run.Record.RunId).Where(End).Select(run => run.Record.RunId)],
        cancellationToken);

    /// <summary>Nothing to close: the rows stay with their <see cref="InMemoryDatabase"/>.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private RunRecord? WithKey(string requestKey) => _database.Runs.Values.Select(run => run.Record).SingleOrDefault(run => run.RequestKey == requestKey);

    private bool End(InMemoryRun run)
    {
        if (!run.HasEnded && RunRecovery.AwaitsServer(run.Record))
        {
            return false;
        }

        run.OwnerEpoch++;
        var interrupts = !run.HasEnded;
        var lastSeenAt = interrupts ? run.Entries.LastOrDefault()?.Timestamp : null;
        if (interrupts)
        {
            foreach (var runEvent in RunRecovery.EventsFor(run.Record, run.Entries.Count, run.Entries.LastOrDefault()?.Timestamp))
            {
                _database.Append(run, runEvent, _time);
            }
        }

        run.Record = RunRecovery.Finish(run.Record, run.Entries[^1], lastSeenAt);
        return interrupts;
    }
}
