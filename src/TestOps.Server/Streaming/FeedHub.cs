using Microsoft.Extensions.Logging;
using TestOps.Core;
using TestOps.Core.Runs;

namespace TestOps.Server.Streaming;

/// <summary>The feeds of runs that somebody watches. A run without subscribers costs nothing.</summary>
internal sealed class FeedHub(IRunStore store, StreamOptions options, TimeProvider time, ILogger<FeedHub> logger) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<RunId, (RunFeed Feed, CancellationTokenSource Stop)> _feeds = [];
    private readonly FeedPump _pump = new(store, options, time, logger);
    private bool _isClosed;

    /// <summary>The feed of a run; one that is new begins after <paramref name="cursor"/>. To be given back with <see cref="LeaveAsync"/>.</summary>
    public RunFeed Join(RunId runId, long cursor)
    {
        lock (_lock)
        {
            if (!_feeds.TryGetValue(runId, out var entry) || (entry.Feed.IsClosed && !_isClosed))
            {
                entry = (new RunFeed(runId, options.RingSize), new CancellationTokenSource());
                entry.Feed.StartAfter(cursor);
                _feeds[runId] = entry;
                if (_isClosed)
                {
                    entry.Feed.Close();
                }
                else
                {
                    entry.Feed.Pump = _pump.RunAsync(entry.Feed, entry.Stop.Token);
                }
            }

            entry.Feed.Subscribers++;
            return entry.Feed;
        }
    }

    /// <summary>Gives a feed back; the last subscriber ends it.</summary>
    public async Task LeaveAsync(RunFeed feed)
    {
        CancellationTokenSource? stop = null;
        lock (_lock)
        {
            feed.Subscribers--;
            if (feed.Subscribers == 0 && _feeds.TryGetValue(feed.RunId, out var entry) && entry.Feed == feed)
            {
                _feeds.Remove(feed.RunId);
                stop = entry.Stop;
            }
        }

        if (stop is not null)
        {
            await stop.CancelAsync();
            await feed.Pump;
            stop.Dispose();
        }
    }

    /// <summary>Tells the feed of a run, if there is one, that its journal has grown.</summary>
    public void Nudge(RunId runId)
    {
        RunFeed? feed;
        lock (_lock)
        {
            feed = _feeds.TryGetValue(runId, out var entry) ? entry.Feed : null;
        }

        feed?.Nudge();
    }

    /// <summary>The last event that the feed of a run has published; 0 where nobody watches the run.</summary>
    public long LastOf(RunId runId)
    {
        lock (_lock)
        {
            return _feeds.TryGetValue(runId, out var entry) ? entry.Feed.Last : 0;
        }
    }

    /// <summary>Ends all streams without their <c>end</c>: clients come back to the next server with their last id.</summary>
    public async Task CloseAsync()
    {
        (RunFeed Feed, CancellationTokenSource Stop)[] all;
        lock (_lock)
        {
            _isClosed = true;
            all = [.. _feeds.Values];
        }

        foreach (var (feed, stop) in all)
        {
            await stop.CancelAsync();
            await feed.Pump;
        }
    }

    public async ValueTask DisposeAsync() => await CloseAsync();
}
