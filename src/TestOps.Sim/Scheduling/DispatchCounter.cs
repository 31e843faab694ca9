using TestOps.Core.Sessions;

namespace TestOps.Sim.Scheduling;

/// <summary>Hands over one call at a time and numbers them as they go. Safe for concurrent use.</summary>
internal sealed class DispatchCounter : IDispatcher, IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private long _next;

    public async ValueTask<long?> EnterAsync(long session, int step, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        return _next++;
    }

    public void Leave(long? turn) => _one.Release();

    public void Skip(long session, int step)
    {
        // A call that is not made takes no number.
    }

    public void Dispose() => _one.Dispose();
}
