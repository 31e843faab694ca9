namespace TestOps.Core.Pooling;

/// <summary>A call that threw before it waited for anything.</summary>
internal sealed class FailedCall<TResult> : PooledCall<TResult>
{
    protected override void Return()
    {
        // Failures are rare: the next makes its own.
    }
}
