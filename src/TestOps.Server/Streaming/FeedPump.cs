using Microsoft.Extensions.Logging;
using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Runs;

namespace TestOps.Server.Streaming;

/// <summary>Fills a feed from the store: committed events only, whoever wrote them. Told by journals of this process, and asking for what others write.</summary>
internal sealed class FeedPump(IRunStore store, StreamOptions options, TimeProvider time, ILogger logger)
{
    private const int PageSize = 1000;

    /// <summary>Pumps until the run ends, or <paramref name="stop"/>.</summary>
    public async Task RunAsync(RunFeed feed, CancellationToken stop)
    {
        await Task.Yield();
        try
        {
            await PumpAsync(feed, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Nobody listens any more, or the server goes down; who still listens gets what was committed until now.
            await CloseAsync(feed);
        }
        catch (Exception failure)
        {
            // The subscribers' streams end; each client comes back with its last id, and the next feed tries again.
            feed.Close();
            StreamLog.PumpFailed(logger, feed.RunId.ToString(), failure);
        }
    }

    private async Task PumpAsync(RunFeed feed, CancellationToken stop)
    {
        var beat = time.GetTimestamp();
        var hasPublished = false;
        while (true)
        {
            feed.AcceptNudge();
            var published = await PublishNextAsync(feed, stop);
            hasPublished |= published > 0;
            if (feed.EndStatus is not null || (!hasPublished && await EndOfFinishedAsync(feed, stop)))
            {
                return;
            }

            if (time.GetElapsedTime(beat) >= options.Heartbeat / 4)
            {
                beat = time.GetTimestamp();
                feed.Signal();
            }

            await WaitAsync(feed, published, stop);
        }
    }

    private async Task CloseAsync(RunFeed feed)
    {
        try
        {
            while (feed.EndStatus is null && await PublishNextAsync(feed, CancellationToken.None) == PageSize)
            {
            }
        }
        catch (TestOpsException failure)
        {
            StreamLog.PumpFailed(logger, feed.RunId.ToString(), failure);
        }
        finally
        {
            feed.Close();
        }
    }

    private async Task<int> PublishNextAsync(RunFeed feed, CancellationToken stop)
    {
        var page = await store.ReadAsync(feed.RunId, feed.Last, PageSize, stop);
        if (page.Count > 0)
        {
            feed.Publish([.. page.Select(entry => new EncodedEvent(feed.RunId, entry))]);
        }

        return page.Count;
    }

    /// <summary>A feed that begins behind the last event of a run has nothing to publish, ever: then the row says whether the run has ended.</summary>
    private async Task<bool> EndOfFinishedAsync(RunFeed feed, CancellationToken stop)
    {
        if (await store.FindAsync(feed.RunId, stop) is not { } run || !run.Status.IsFinal() || (await store.ReadAsync(feed.RunId, feed.Last, 1, stop)).Count > 0)
        {
            return false;
        }

        feed.End(run.Status.ToText());
        return true;
    }

    private async Task WaitAsync(RunFeed feed, int published, CancellationToken stop)
    {
        if (published == PageSize)
        {
            return;
        }

        if (published > 0)
        {
            // Whatever is appended in this time goes out in one write for each subscriber.
            await Task.Delay(options.Gather, time, stop);
        }

        using var wait = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var poll = feed.IsOwn ? options.OwnPoll : options.ForeignPoll;
        await Task.WhenAny(feed.Nudged, Task.Delay(poll < options.Heartbeat / 4 ? poll : options.Heartbeat / 4, time, wait.Token));
        await wait.CancelAsync();
        stop.ThrowIfCancellationRequested();
    }
}
