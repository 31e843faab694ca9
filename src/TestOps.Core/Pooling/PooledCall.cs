using System.Runtime.CompilerServices;

namespace TestOps.Core.Pooling;

/// <summary>A call of one async method: its state machine, and the context that flows past its waits.</summary>
internal sealed class PooledCall<TStateMachine, TResult> : PooledCall<TResult>, IPooled<PooledCall<TStateMachine, TResult>>
    where TStateMachine : IAsyncStateMachine
{
    private static readonly ContextCallback s_move = static state => ((PooledCall<TStateMachine, TResult>)state!).Machine.MoveNext();
    private readonly Action _resume;
    private ExecutionContext? _context;

    public PooledCall() => _resume = Resume;

    /// <summary>The state machine; a field, because it is changed in its place.</summary>
    public TStateMachine Machine = default!;

    public PooledCall<TStateMachine, TResult>? Next { get; set; }

    /// <summary>A call that is free, or a new one.</summary>
    public static PooledCall<TStateMachine, TResult> Take() => FreeList<PooledCall<TStateMachine, TResult>>.Take() ?? new PooledCall<TStateMachine, TResult>();

    /// <summary>The method waits; gives what is to be called at the end of the wait.</summary>
    public Action Suspend()
    {
        _context = ExecutionContext.Capture();
        return _resume;
    }

    protected override void Return()
    {
        // What the method has held is not kept alive by an object that waits to be used again.
        Machine = default!;
        _context = null;
        FreeList<PooledCall<TStateMachine, TResult>>.Put(this);
    }

    private void Resume()
    {
        if (_context is { } context)
        {
            ExecutionContext.Run(context, s_move, this);
        }
        else
        {
            Machine.MoveNext();
        }
    }
}
