using System.Diagnostics;
using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Runs;

namespace TestOps.ServerProbe;

/// <summary>A store that kills its own process just before, or just after, the commit of the first event of one type, or of the run itself (<c>create</c>): after it, nobody has been told yet.</summary>
internal sealed class KillingRunStore(IRunStore store, string point) : IRunStore
{
    public async Task<IRunJournal> CreateAsync(RunRecord run, CancellationToken cancellationToken)
    {
        Pass("before:create");
        var journal = await store.CreateAsync(run, cancellationToken);
        Pass("after:create");
        return new KillingJournal(journal, this);
    }

    public Task UpdateAsync(RunRecord run, IRunJournal owner, CancellationToken cancellationToken) => store.UpdateAsync(run, ((KillingJournal)owner).Inner, cancellationToken);

    public Task<RunRecord?> FindAsync(RunId runId, CancellationToken cancellationToken) => store.FindAsync(runId, cancellationToken);

    public Task<RunRecord?> FindByKeyAsync(string requestKey, CancellationToken cancellationToken) => store.FindByKeyAsync(requestKey, cancellationToken);

    public Task<IReadOnlyList<RunRecord>> ListAsync(RunId? before, int limit, CancellationToken cancellationToken) => store.ListAsync(before, limit, cancellationToken);

    public Task<IReadOnlyList<RunRecord>> ListUnfinishedAsync(CancellationToken cancellationToken) => store.ListUnfinishedAsync(cancellationToken);

    public Task<IReadOnlyList<JournalEntry>> ReadAsync(RunId runId, long after, int limit, CancellationToken cancellationToken) => store.ReadAsync(runId, after, limit, cancellationToken);

    public async Task<IRunJournal?> TakeOverAsync(RunId runId, CancellationToken cancellationToken) =>
        await store.TakeOverAsync(runId, cancellationToken) is { } journal ? new KillingJournal(journal, this) : null;

    public Task<IReadOnlyList<RunId>> RecoverAsync(CancellationToken cancellationToken) => store.RecoverAsync(cancellationToken);

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private void Pass(string place)
    {
        if (place != point)
        {
            return;
        }

        // Known to the test that waits, and then gone in the middle of whatever all other threads do.
        Console.Error.WriteLine($"probe: killed {place}");
        Console.Error.Flush();
        var self = Process.GetCurrentProcess();
        self.Kill();
        self.WaitForExit();
    }

    private sealed class KillingJournal(IRunJournal inner, KillingRunStore store) : IRunJournal
    {
        public IRunJournal Inner => inner;

        public RunId RunId => inner.RunId;

        public async Task<JournalEntry> AppendAsync(RunEvent runEvent, CancellationToken cancellationToken)
        {
            var type = RunEventJson.TypeOf(runEvent);
            store.Pass($"before:{type}");
            var entry = await inner.AppendAsync(runEvent, cancellationToken);
            store.Pass($"after:{type}");
            return entry;
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
