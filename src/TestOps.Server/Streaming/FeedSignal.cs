namespace TestOps.Server.Streaming;

/// <summary>
/// Wakes the subscribers of a feed. At ten thousand of them a work item for each would cost more than what it does; so each work item takes a bundle, one subscriber after the other. Safe for concurrent
/// use.
/// </summary>
internal sealed class FeedSignal
{
    private const int Bundle = 128;

    private readonly Lock _lock = new();
    private List<FeedWaiter> _waiting = [];
    private long _version;

    /// <summary>Counts the changes. Take it before looking, or a change between the two is slept through.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>Completes at the next change after <paramref name="version"/>, at once where that has been already. A waiter waits for one change at a time.</summary>
    public ValueTask WaitAsync(FeedWaiter waiter, long version)
    {
        lock (_lock)
        {
            if (_version != version)
            {
                return ValueTask.CompletedTask;
            }

            var wait = waiter.Begin();
            _waiting.Add(waiter);
            return wait;
        }
    }

    /// <summary>Says that something has changed. No subscriber's code runs in here.</summary>
    public void Set()
    {
        List<FeedWaiter> woken;
        lock (_lock)
        {
            _version++;
            woken = _waiting;
            _waiting = new List<FeedWaiter>(woken.Count);
        }

        for (var from = 0; from < woken.Count; from += Bundle)
        {
            // Nobody waits for it, and it cannot fail: what a subscriber throws is its own stream's.
            _ = WakeAsync(woken, from);
        }
    }

    private static async Task WakeAsync(List<FeedWaiter> woken, int from)
    {
        // Off the caller's stack: subscribers' code must not run on the pump, between two of its reads.
        await Task.Yield();
        for (var i = from; i < Math.Min(from + Bundle, woken.Count); i++)
        {
            woken[i].Wake();
        }
    }
}
