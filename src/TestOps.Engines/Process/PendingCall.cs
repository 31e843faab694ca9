using TestOps.Core.Engines;

namespace TestOps.Engines.Process;

/// <summary>A call that waits for its turn, or for its answer. Touched under the lock of its conversation, but for <see cref="Reply"/>.</summary>
internal sealed class PendingCall(long id, CancellationTokenSource timeout)
{
    private readonly TaskCompletionSource<EngineReply> _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long Id => id;

    /// <summary>The line; let go as soon as it is written or the call is given up.</summary>
    public ReadOnlyMemory<byte> Line { get; set; }

    /// <summary>When it was given to the writer; the limit on the call runs from here.</summary>
    public long? SentAt { get; private set; }

    /// <summary>Whether the engine's standard input has taken the whole line.</summary>
    public bool IsWritten { get; set; }

    public List<Frame> Frames { get; } = [];

    public long FrameBytes { get; set; }

    public Task<EngineReply> Reply => _reply.Task;

    public bool IsOver => _reply.Task.IsCompleted;

    public void Send(TimeProvider time, TimeSpan limit)
    {
        SentAt = time.GetTimestamp();
        timeout.CancelAfter(limit);
    }

    public long ElapsedNs(TimeProvider time) => SentAt is { } sentAt ? (long)time.GetElapsedTime(sentAt).TotalNanoseconds : 0;

    public void Answer(EngineReply reply)
    {
        Line = default;
        _reply.TrySetResult(reply);
    }

    public void Cancel(CancellationToken cancellationToken)
    {
        Line = default;
        _reply.TrySetCanceled(cancellationToken);
    }
}
