using System.Runtime.CompilerServices;

namespace TestOps.Core.Pooling;

/// <summary>
/// Builds async methods that return a <see cref="ValueTask"/>, like <see cref="PoolingAsyncValueTaskMethodBuilder"/>, but keeps every object that a call has waited in for a later call.
/// The framework's builder keeps one for each processor: where ten thousand users wait at the same time nearly all of them are made anew for each request, live as long as the wait, and
/// die old, which is what costs a garbage collector most. The task may be awaited once.
/// </summary>
public struct PooledMethodBuilder
{
    private PooledMethodBuilder<bool> _builder;

    /// <summary>The task of the call.</summary>
    public ValueTask Task => _builder.TaskWithoutResult;

    /// <summary>A builder for one call.</summary>
    public static PooledMethodBuilder Create() => default;

    /// <summary>Runs the method to its first wait.</summary>
    public readonly void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine => default(AsyncValueTaskMethodBuilder).Start(ref stateMachine);

    /// <summary>Not used: the state machine is moved by value.</summary>
    public readonly void SetStateMachine(IAsyncStateMachine stateMachine) => ArgumentNullException.ThrowIfNull(stateMachine);

    /// <summary>The method has come to its end.</summary>
    public void SetResult() => _builder.SetResult(true);

    /// <summary>The method has thrown.</summary>
    public void SetException(Exception exception) => _builder.SetException(exception);

    /// <summary>The method waits; the context flows to what follows.</summary>
    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine => _builder.AwaitOnCompleted(ref awaiter, ref stateMachine);

    /// <summary>The method waits; the context flows to what follows.</summary>
    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion
        where TStateMachine : IAsyncStateMachine => _builder.AwaitUnsafeOnCompleted(ref awaiter, ref stateMachine);
}
