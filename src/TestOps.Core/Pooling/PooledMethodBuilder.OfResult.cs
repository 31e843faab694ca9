using System.Runtime.CompilerServices;

namespace TestOps.Core.Pooling;

/// <summary>Builds async methods that return a <see cref="ValueTask{TResult}"/>, as <see cref="PooledMethodBuilder"/> does those without a result.</summary>
/// <typeparam name="TResult">What the method returns.</typeparam>
public struct PooledMethodBuilder<TResult>
{
    private PooledCall<TResult>? _call;
    private TResult _result;

    /// <summary>The task of the call.</summary>
    public readonly ValueTask<TResult> Task => _call is null ? new ValueTask<TResult>(_result) : new ValueTask<TResult>(_call, _call.Version);

    internal readonly ValueTask TaskWithoutResult => _call is null ? ValueTask.CompletedTask : new ValueTask(_call, _call.Version);

    /// <summary>A builder for one call.</summary>
    public static PooledMethodBuilder<TResult> Create() => default;

    /// <summary>Runs the method to its first wait.</summary>
    public readonly void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine => default(AsyncValueTaskMethodBuilder).Start(ref stateMachine);

    /// <summary>Not used: the state machine is moved by value.</summary>
    public readonly void SetStateMachine(IAsyncStateMachine stateMachine) => ArgumentNullException.ThrowIfNull(stateMachine);

    /// <summary>The method has come to its end.</summary>
    public void SetResult(TResult result)
    {
        if (_call is null)
        {
            _result = result;
        }
        else
        {
            _call.SetResult(result);
        }
    }

    /// <summary>The method has thrown.</summary>
    public void SetException(Exception exception) => (_call ??= new FailedCall<TResult>()).SetException(exception);

    /// <summary>The method waits; the context flows to what follows.</summary>
    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine => awaiter.OnCompleted(Suspend(ref stateMachine));

    /// <summary>The method waits; the context flows to what follows.</summary>
    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion
        where TStateMachine : IAsyncStateMachine => awaiter.UnsafeOnCompleted(Suspend(ref stateMachine));

    private Action Suspend<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine
    {
        if (_call is not PooledCall<TStateMachine, TResult> call)
        {
            // Before the copy: this builder is a part of what is copied, and knows its call there, too.
            _call = call = PooledCall<TStateMachine, TResult>.Take();
            call.Machine = stateMachine;
        }

        return call.Suspend();
    }
}
