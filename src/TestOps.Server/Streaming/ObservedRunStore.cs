using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Runs;

namespace TestOps.Server.Streaming;

/// <summary>A store whose journals tell the hub when they have grown. It never touches what is stored; the caller keeps <paramref name="store"/>.</summary>
internal sealed class ObservedRunStore(IRunStore store, FeedHub hub) : IRunStore
{
    public async Task<IRunJournal> CreateAsync(RunRecord run, CancellationToken cancellationToken) =>
        new ObservedJournal(await store.CreateAsync(run, cancellationToken), hub);

    public Task UpdateAsync(RunRecord run, IRunJournal owner, CancellationToken cancellationToken) =>
        store.UpdateAsync(run, owner is ObservedJournal journal ? journal.Inner : owner, cancellationToken);

    public Task<RunRecord?> FindAsync(RunId runId, CancellationToken cancellationToken) => store.FindAsync(runId, cancellationToken);

    public Task<RunRecord?> FindByKeyAsync(string requestKey, CancellationToken cancellationToken) => store.FindByKeyAsync(requestKey, cancellationToken);

    public Task<IReadOnlyList<RunRecord>> ListAsync(RunId? before, int limit, CancellationToken cancellationToken) => store.ListAsync(before, limit, cancellationToken);

    public Task<IReadOnlyList<JournalEntry>> ReadAsync(RunId runId, long after, int limit, CancellationToken cancellationToken) => store.ReadAsync(runId, after, limit, cancellationToken);

    public Task<IReadOnlyList<RunRecord>> ListUnfinishedAsync(CancellationToken cancellationToken) => store.ListUnfinishedAsync(cancellationToken);

    public async Task<IRunJournal?> TakeOverAsync(RunId runId, CancellationToken cancellationToken) =>
        await store.TakeOverAsync(runId, cancellationToken) is { } journal ? new ObservedJournal(journal, hub) : null;

    public Task<IReadOnlyList<RunId>> RecoverAsync(CancellationToken cancellationToken) => store.RecoverAsync(cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
