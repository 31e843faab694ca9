using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Runs;

namespace TestOps.Store.Files;

/// <summary>
/// A store whose incidents are written to the war-room log, too, each after its commit. The database comes first: a process that dies in between leaves
/// the incident there, and the log without its line.
/// </summary>
public sealed class WarRoomRunStore : IRunStore
{
    private readonly IRunStore _store;
    private readonly WarRoomLog _log;

    /// <summary>Wraps <paramref name="store"/>, which it disposes with itself.</summary>
    public WarRoomRunStore(IRunStore store, WarRoomLog log)
    {
        _store = store;
        _log = log;
    }

    /// <inheritdoc />
    public async Task<IRunJournal> CreateAsync(RunRecord run, CancellationToken cancellationToken) =>
        new WarRoomJournal(await _store.CreateAsync(run, cancellationToken).ConfigureAwait(false), _log);

    /// <inheritdoc />
    public Task UpdateAsync(RunRecord run, IRunJournal owner, CancellationToken cancellationToken) =>
        _store.UpdateAsync(run, owner is WarRoomJournal journal ? journal.Inner : owner, cancellationToken);

    /// <inheritdoc />
    public Task<RunRecord?> FindAsync(RunId runId, CancellationToken cancellationToken) => _store.FindAsync(runId, cancellationToken);

    /// <inheritdoc />
    public Task<RunRecord?> FindByKeyAsync(string requestKey, CancellationToken cancellationToken) => _store.FindByKeyAsync(requestKey, cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<RunRecord>> ListAsync(RunId? before, int limit, CancellationToken cancellationToken) => _store.ListAsync(before, limit, cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<JournalEntry>> ReadAsync(RunId runId, long after, int limit, CancellationToken cancellationToken) =>
        _store.ReadAsync(runId, after, limit, cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<RunRecord>> ListUnfinishedAsync(CancellationToken cancellationToken) => _store.ListUnfinishedAsync(cancellationToken);

    /// <inheritdoc />
    public async Task<IRunJournal?> TakeOverAsync(RunId runId, CancellationToken cancellationToken) =>
        await _store.TakeOverAsync(runId, cancellationToken).ConfigureAwait(false) is { } journal ? new WarRoomJournal(journal, _log) : null;

    /// <inheritdoc />
    public async Task<IReadOnlyList<RunId>> RecoverAsync(CancellationToken cancellationToken)
    {
        var interrupted = await _store.RecoverAsync(cancellationToken).ConfigureAwait(false);
        foreach (var runId in interrupted)
        {
            await LogInterruptionAsync(runId, cancellationToken).ConfigureAwait(false);
        }

        return interrupted;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private async Task LogInterruptionAsync(RunId runId, CancellationToken cancellationToken)
    {
        var after = 0L;
        JournalEntry? interruption = null;
        IReadOnlyList<JournalEntry> page;
        while ((page = await _store.ReadAsync(runId, after, PageLimits.Max, cancellationToken).ConfigureAwait(false)).Count > 0)
        {
            interruption = page.LastOrDefault(entry => entry.Event is IncidentOpened) ?? interruption;
            after = page[^1].Sequence;
        }

        if (interruption?.Event is IncidentOpened incident)
        {
            _log.Append(runId, interruption.Timestamp, incident);
        }
    }
}
