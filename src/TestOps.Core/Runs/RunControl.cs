using TestOps.Core.Verdicts;

namespace TestOps.Core.Runs;

/// <summary>Stops a run in two stages: first it drains (phases end, what was recorded is sealed), then it is aborted. Safe for concurrent use.</summary>
public sealed class RunControl : IDisposable
{
    private readonly CancellationTokenSource _drain = new();
    private readonly CancellationTokenSource _abort = new();
    private int _reason = -1;

    /// <summary>Cancelled when the run is to drain.</summary>
    public CancellationToken Draining => _drain.Token;

    /// <summary>Cancelled when the run is to stop at once.</summary>
    public CancellationToken Aborting => _abort.Token;

    /// <summary>Why the run was stopped first; null while nobody has.</summary>
    public CancelReason? Reason => Volatile.Read(ref _reason) is >= 0 and var reason ? (CancelReason)reason : null;

    /// <summary>First call: drain. Second call: abort.</summary>
    public void Cancel(CancelReason reason)
    {
        if (Interlocked.CompareExchange(ref _reason, (int)reason, -1) == -1)
        {
            _drain.Cancel();
        }
        else
        {
            _abort.Cancel();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _drain.Dispose();
        _abort.Dispose();
    }
}
