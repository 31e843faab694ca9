using System.Threading.Tasks.Sources;

namespace TestOps.Server.Streaming;

/// <summary>One subscriber's place among those who wait for a change of their feed. It is used again for each wait, so that an idle subscriber costs this object and nothing else.</summary>
internal sealed class FeedWaiter : IValueTaskSource
{
    // Continuations run where they are called: the feed calls many of them in one go, which costs far less than a work item for each.
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = false };

    /// <summary>The next wait; taken before the waiter is handed to the feed.</summary>
    public ValueTask Begin()
    {
        _core.Reset();
        return new ValueTask(this, _core.Version);
    }

    /// <summary>Goes on with the subscriber, on the caller's thread.</summary>
    public void Wake() => _core.SetResult(true);

    void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) => _core.OnCompleted(continuation, state, token, flags);
}
