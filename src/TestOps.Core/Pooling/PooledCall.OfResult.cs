using System.Threading.Tasks.Sources;

namespace TestOps.Core.Pooling;

/// <summary>A call of an async method that has waited: what its task asks.</summary>
internal abstract class PooledCall<TResult> : IValueTaskSource<TResult>, IValueTaskSource
{
    private ManualResetValueTaskSourceCore<TResult> _core;

    public short Version => _core.Version;

    public void SetResult(TResult result) => _core.SetResult(result);

    public void SetException(Exception exception) => _core.SetException(exception);

    TResult IValueTaskSource<TResult>.GetResult(short token) => Take(token);

    void IValueTaskSource.GetResult(short token) => Take(token);

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) => _core.OnCompleted(continuation, state, token, flags);

    /// <summary>The result was taken: nobody asks this call any more.</summary>
    protected abstract void Return();

    private TResult Take(short token)
    {
        try
        {
            return _core.GetResult(token);
        }
        finally
        {
            // Asked too early or twice, GetResult has thrown, and this is the task of somebody else, or still that of this call.
            if (token == _core.Version && _core.GetStatus(token) != ValueTaskSourceStatus.Pending)
            {
                _core.Reset();
                Return();
            }
        }
    }
}
