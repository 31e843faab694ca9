using System.Threading.Channels;
using TestOps.Core.Journaling;

namespace TestOps.Store.Relational;

/// <summary>
/// The one writer of a store. It commits whatever waits, at once: while a commit is under way the next batch gathers, so a lone append waits for one
/// commit and a crowd shares it. A batch ends at <see cref="BatchLimit"/> changes, which take less than 5 ms. At <see cref="QueueLimit"/> waiting changes
/// callers wait for room.
/// </summary>
internal sealed class GroupCommit : IAsyncDisposable
{
    public const int QueueLimit = 8192;
    public const int BatchLimit = 1024;

    private readonly Channel<StoreWrite> _queue = Channel.CreateBounded<StoreWrite>(new BoundedChannelOptions(QueueLimit) { SingleReader = true });
    private readonly Func<StoreTransaction> _begin;
    private readonly Func<Exception, Exception> _explain;
    private readonly Task _writer;

    /// <param name="begin">Starts a write transaction.</param>
    /// <param name="explain">Turns a database's exception into the one that callers see.</param>
    public GroupCommit(Func<StoreTransaction> begin, Func<Exception, Exception> explain)
    {
        _begin = begin;
        _explain = explain;
        _writer = Task.Run(WriteAsync);
    }

    /// <summary>Completes when the change is committed. A cancelled change either was not written or is answered as if it had not been cancelled.</summary>
    public async Task<T> SubmitAsync<T>(Func<StoreTransaction, T> change, CancellationToken cancellationToken)
    {
        var write = new StoreWrite<T>(change, cancellationToken);
        try
        {
            await _queue.Writer.WriteAsync(write, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(GroupCommit), "The store is closed.");
        }

        return await write.Answer.ConfigureAwait(false);
    }

    /// <summary>Writes what waits, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _writer.ConfigureAwait(false);
    }

    private async Task WriteAsync()
    {
        var batch = new List<StoreWrite>(BatchLimit);
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            Take(batch);
            if (batch.Count > 0)
            {
                Commit(batch);
            }
        }
    }

    private void Take(List<StoreWrite> batch)
    {
        batch.Clear();
        while (batch.Count < BatchLimit && _queue.Reader.TryRead(out var write))
        {
            if (write.CancellationToken.IsCancellationRequested)
            {
                write.Cancel();
            }
            else
            {
                batch.Add(write);
            }
        }
    }

    private void Commit(List<StoreWrite> batch)
    {
        try
        {
            using var transaction = _begin();
            ApplyAll(batch, transaction);
            transaction.Commit();
        }
        catch (Exception failure)
        {
            // Not swallowed: it is handed to everyone who waits for this commit. The writer itself must live on, or the rest would wait for ever.
            var explained = _explain(failure);
            batch.ForEach(write => write.Fail(explained));
            return;
        }

        batch.ForEach(write => write.Succeed());
    }

    // A change that is refused by a rule has written nothing and leaves the batch; any other failure spoils the transaction.
    private static void ApplyAll(List<StoreWrite> batch, StoreTransaction transaction)
    {
        for (var i = 0; i < batch.Count;)
        {
            try
            {
                batch[i].Apply(transaction);
                i++;
            }
            catch (Exception refusal) when (refusal is Core.Journaling.RunOwnershipLostException or InvalidOperationException)
            {
                batch[i].Fail(refusal);
                batch.RemoveAt(i);
            }
        }
    }
}
