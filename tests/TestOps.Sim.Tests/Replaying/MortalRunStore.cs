using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Runs;

namespace TestOps.Sim.Tests.Replaying;

/// <summary>A store whose process dies after so many commits: what was committed stays, and nothing works any more.</summary>
internal sealed class MortalRunStore(IRunStore store, int lives) : IRunStore
{
    private int _left = lives;

    public bool HasDied => Volatile.Read(ref _left) < 0;

    public async Task<IRunJournal> CreateAsync(RunRecord run, CancellationToken cancellationToken) => new MortalJournal(await store.CreateAsync(run, cancellationToken), this);

    public async Task UpdateAsync(RunRecord run, IRunJournal owner, CancellationToken cancellationToken)
    {
        Spend();
        await store.UpdateAsync(run, ((MortalJournal)owner).Inner, cancellationToken);
    }

    public Task<RunRecord?> FindAsync(RunId runId, CancellationToken cancellationToken) => store.FindAsync(runId, cancellationToken);

    public Task<RunRecord?> FindByKeyAsync(string requestKey, CancellationToken cancellationToken) => store.FindByKeyAsync(requestKey, cancellationToken);

    public Task<IReadOnlyList<RunRecord>> ListAsync(RunId? before, int limit, CancellationToken cancellationToken) => store.ListAsync(before, limit, cancellationToken);

    public Task<IReadOnlyList<RunRecord>> ListUnfinishedAsync(CancellationToken cancellationToken) => store.ListUnfinishedAsync(cancellationToken);

    public Task<IReadOnlyList<JournalEntry>> ReadAsync(RunId runId, long after, int limit, CancellationToken cancellationToken) => store.ReadAsync(runId, after, limit, cancellationToken);

    public async Task<IRunJournal?> TakeOverAsync(RunId runId, CancellationToken cancellationToken) =>
        await store.TakeOverAsync(runId, cancellationToken) is { } journal ? new MortalJournal(journal, this) : null;

    public Task<IReadOnlyList<RunId>> RecoverAsync(CancellationToken cancellationToken) => store.RecoverAsync(cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Spend()
    {
        if (Interlocked.Decrement(ref _left) < 0)
        {
            throw new StoreUnavailableException("testops.db", "its process is dead");
        }
    }

    private sealed class MortalJournal(IRunJournal inner, MortalRunStore store) : IRunJournal
    {
        public IRunJournal Inner => inner;

        public RunId RunId => inner.RunId;

        public Task<JournalEntry> AppendAsync(RunEvent runEvent, CancellationToken cancellationToken)
        {
            store.Spend();
            return inner.AppendAsync(runEvent, cancellationToken);
        }

        // A dead process gives nothing back.
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
