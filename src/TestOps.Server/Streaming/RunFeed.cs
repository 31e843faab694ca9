using TestOps.Core;

namespace TestOps.Server.Streaming;

/// <summary>
/// The newest events of one run, encoded once, for all of its subscribers: a ring that one pump fills and any number of cursors read without locks. Who falls out of the ring
/// reads the store.
/// </summary>
internal sealed class RunFeed(RunId runId, int capacity)
{
    private readonly EncodedEvent?[] _ring = new EncodedEvent?[capacity];
    private long _last;
    private readonly FeedSignal _changed = new();
    private TaskCompletionSource _nudged = NewSignal();
    private volatile bool _isClosed;
    private string? _endStatus;

    public RunId RunId => runId;

    /// <summary>Subscribers at present; guarded by the hub.</summary>
    public int Subscribers { get; set; }

    /// <summary>The pump; guarded by the hub.</summary>
    public Task Pump { get; set; } = Task.CompletedTask;

    /// <summary>Whether the pump has stopped for good: the store failed, or the server goes down.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>Wakes subscribers when there is something new to see.</summary>
    public FeedSignal Changed => _changed;

    /// <summary>Completes when a journal of this process has appended.</summary>
    public Task Nudged => Volatile.Read(ref _nudged).Task;

    /// <summary>Whether this process writes the run: then it is told of every event, and need not ask for them often.</summary>
    public bool IsOwn { get; private set; }

    /// <summary>Sequence number of the newest event.</summary>
    public long Last => Volatile.Read(ref _last);

    /// <summary>The final status, once the end of the run is published; null before.</summary>
    public string? EndStatus => Volatile.Read(ref _endStatus);

    /// <summary>Where the ring begins; only before the pump starts.</summary>
    public void StartAfter(long sequence) => _last = sequence;

    /// <summary>The event of that number; null where it has left the ring, or was never in it.</summary>
    public EncodedEvent? Find(long sequence) => Volatile.Read(ref _ring[sequence % capacity]) is { } found && found.Sequence == sequence ? found : null;

    /// <summary>Adds committed events, in order and without gaps; the pump's alone.</summary>
    public void Publish(IReadOnlyList<EncodedEvent> events)
    {
        foreach (var added in events)
        {
            Volatile.Write(ref _ring[added.Sequence % capacity], added);
            Volatile.Write(ref _last, added.Sequence);
        }

        if (events is [.., { End: { } end }])
        {
            Volatile.Write(ref _endStatus, end.Status);
        }

        Signal();
    }

    /// <summary>Says that the run has ended and that its last event came before this feed began; the pump's alone.</summary>
    public void End(string status)
    {
        Volatile.Write(ref _endStatus, status);
        Signal();
    }

    /// <summary>Wakes the subscribers, so that those who have been silent for long say that they live.</summary>
    public void Signal() => _changed.Set();

    /// <summary>Tells the pump that there is something to read.</summary>
    public void Nudge()
    {
        IsOwn = true;
        Volatile.Read(ref _nudged).TrySetResult();
    }

    /// <summary>Takes note of a nudge; the pump's alone, before it reads.</summary>
    public void AcceptNudge()
    {
        if (Nudged.IsCompleted)
        {
            Volatile.Write(ref _nudged, NewSignal());
        }
    }

    public void Close()
    {
        _isClosed = true;
        Signal();
    }

    // Asynchronous continuations: the pump's code must not run on the journal's caller.
    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
