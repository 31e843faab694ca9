using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Runs;

namespace TestOps.Testing.Runs;

/// <summary>The journal of a run in memory.</summary>
internal sealed class InMemoryJournal(InMemoryDatabase database, InMemoryRun run, TimeProvider time) : IRunJournal
{
    private readonly long _epoch = run.OwnerEpoch;
    private bool _isDisposed;

    public RunId RunId => run.Record.RunId;

    public Task<JournalEntry> AppendAsync(RunEvent runEvent, CancellationToken cancellationToken) => database.LockedAsync(
        () =>
        {
            CheckOwnership();
            return database.Append(run, runEvent, time);
        },
        cancellationToken);

    public Task UpdateAsync(RunRecord next, CancellationToken cancellationToken) => database.LockedAsync(
        () =>
        {
            CheckOwnership();
            RunTransitions.Check(next, run.Record.Status, run.HasEnded);
            run.Record = next with { Trigger = run.Record.Trigger, Suite = run.Record.Suite, CreatedAt = run.Record.CreatedAt, Request = run.Record.Request, RequestKey = run.Record.RequestKey };
            return true;
        },
        cancellationToken);

    public async ValueTask DisposeAsync() => await database.LockedAsync(
        () =>
        {
            run.IsHeld &= _isDisposed || run.OwnerEpoch != _epoch;
            _isDisposed = true;
            return true;
        },
        CancellationToken.None).ConfigureAwait(false);

    private void CheckOwnership()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (run.OwnerEpoch != _epoch)
        {
            throw new RunOwnershipLostException(RunId);
        }
    }
}
