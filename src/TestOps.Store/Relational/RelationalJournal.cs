using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Runs;

namespace TestOps.Store.Relational;

/// <summary>The journal of a run that this process owns.</summary>
internal sealed class RelationalJournal(GroupCommit writer, RunOwnership ownership, RunLock runLock) : IRunJournal
{
    private bool _isFinal;
    private int _isDisposed;

    public RunId RunId => ownership.RunId;

    public RunOwnership Ownership => ownership;

    public Task<JournalEntry> AppendAsync(RunEvent runEvent, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed) != 0, this);
        var prepared = PreparedEvent.Of(runEvent);
        return writer.SubmitAsync(transaction => transaction.Append(RunId, transaction.Claim(ownership), prepared), cancellationToken);
    }

    public async Task UpdateAsync(RunRecord run, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed) != 0, this);
        _isFinal = await writer.SubmitAsync(
            transaction =>
            {
                transaction.Update(run, transaction.Claim(ownership));
                return run.Status.IsFinal();
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits for the appends under way and gives the run up: unless it has ended, the next recovery interrupts it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        try
        {
            // The queue is first in, first out: what was appended before is committed when this is answered.
            await writer.SubmitAsync(_ => true, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is ObjectDisposedException or StoreUnavailableException)
        {
            // Closed first: then all is written. Unavailable: then each append that waited has been told, and a dispose has nobody to tell.
        }
        finally
        {
            runLock.Release(delete: _isFinal);
        }
    }
}
