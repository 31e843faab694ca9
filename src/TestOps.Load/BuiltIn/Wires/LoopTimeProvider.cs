namespace TestOps.Load.BuiltIn.Wires;

/// <summary>
/// The system's time, whose timers fire on the loops that read answers: a user that ends its pause goes on there. By the framework's timers each pause would wake a thread of the pool,
/// which costs a generator more than the request that follows.
/// </summary>
internal sealed class LoopTimeProvider : TimeProvider
{
    /// <summary>The one that there is.</summary>
    public static readonly LoopTimeProvider Shared = new();

    private LoopTimeProvider()
    {
    }

    /// <summary>The same time with timers of the loops, where it is the system's and there are loops; else the time itself.</summary>
    public static TimeProvider Of(TimeProvider time) => ReferenceEquals(time, System) && Epoll.IsSupported ? Shared : time;

    /// <summary>
    /// Ends on a loop, which lets some dozens begin between two looks at its sockets: of ten thousand users that begin at the same instant the first have their answers before the last
    /// have dialled, and few wait at the same time. Null where there are no loops.
    /// </summary>
    public static Func<Task>? TurnOf(TimeProvider time) => ReferenceEquals(time, Shared) ? Shared.TurnAsync : null;

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new LoopTimer(PollLoop.Current ?? PollLoop.Next(), callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private Task TurnAsync()
    {
        var turn = new TaskCompletionSource();
        CreateTimer(static state => ((TaskCompletionSource)state!).SetResult(), turn, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        return turn.Task;
    }
}
