using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Runs;
using TestOps.Testing.Runs;

namespace TestOps.Server.Tests.Rig;

/// <summary>The store of a server, which a test can take away.</summary>
internal sealed class WatchedStore(InMemoryRunStore inner) : IRunStore, IUnlockStore
{
    /// <summary>Whether the store is gone: everything but the journal of a run that goes on fails.</summary>
    public bool IsDown { get; set; }

    /// <summary>What a look for runs without an owner fails with, besides; null for nothing.</summary>
    public Exception? RecoveryFailure { get; set; }

    /// <summary>Runs wait for it before they are created.</summary>
    public Task Creation { get; set; } = Task.CompletedTask;

    /// <summary>Runs that somebody wanted to create.</summary>
    public int Creations { get; private set; }

    /// <summary>How often somebody looked for runs without an owner.</summary>
    public int Recoveries { get; private set; }

    private InMemoryRunStore Inner => IsDown ? throw new StoreUnavailableException("memory", "a test took it away") : inner;

    public async Task<IRunJournal> CreateAsync(RunRecord run, CancellationToken cancellationToken)
    {
        Creations++;
        await Creation;
        return await Inner.CreateAsync(run, cancellationToken);
    }

    public Task UpdateAsync(RunRecord run, IRunJournal owner, CancellationToken cancellationToken) => Inner.UpdateAsync(run, owner, cancellationToken);

    public Task<RunRecord?> FindAsync(RunId runId, CancellationToken cancellationToken) => Inner.FindAsync(runId, cancellationToken);

    public Task<RunRecord?> FindByKeyAsync(string requestKey, CancellationToken cancellationToken) => Inner.FindByKeyAsync(requestKey, cancellationToken);

    public Task<IReadOnlyList<RunRecord>> ListAsync(RunId? before, int limit, CancellationToken cancellationToken) => Inner.ListAsync(before, limit, cancellationToken);

    public Task<IReadOnlyList<JournalEntry>> ReadAsync(RunId runId, long after, int limit, CancellationToken cancellationToken) =>
        Inner.ReadAsync(runId, after, limit, cancellationToken);

    public Task<IReadOnlyList<RunRecord>> ListUnfinishedAsync(CancellationToken cancellationToken) => Inner.ListUnfinishedAsync(cancellationToken);

    public Task<IRunJournal?> TakeOverAsync(RunId runId, CancellationToken cancellationToken) => Inner.TakeOverAsync(runId, cancellationToken);

    public Task<IReadOnlyList<RunId>> RecoverAsync(CancellationToken cancellationToken)
    {
        Recoveries++;
        return RecoveryFailure is { } failure ? Task.FromException<IReadOnlyList<RunId>>(failure) : Inner.RecoverAsync(cancellationToken);
    }

    public Task<DateTimeOffset?> FindUnlockAsync(CancellationToken cancellationToken) => Inner.FindUnlockAsync(cancellationToken);

    public Task SetUnlockAsync(DateTimeOffset? until, CancellationToken cancellationToken) => Inner.SetUnlockAsync(until, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
