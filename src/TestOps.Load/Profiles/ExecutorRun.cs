namespace TestOps.Load.Profiles;

/// <summary>The run of one executor: its clock, its two instants, and what interrupts it.</summary>
/// <param name="Clock">The load's clock.</param>
/// <param name="StartNs">When the scenario starts.</param>
/// <param name="EndNs">When it ends: nothing starts from then on.</param>
/// <param name="Stop">Interrupts what runs: the end of the graceful stop, a cancellation, a failure.</param>
/// <param name="Cancelled">Cancelled where the whole load is being stopped: what was not started then is nobody's fault.</param>
internal sealed record ExecutorRun(LoadClock Clock, long StartNs, long EndNs, CancellationTokenSource Stop, CancellationToken Cancelled)
{
    /// <summary>Whether the whole load is being stopped.</summary>
    public bool IsCancelled => Cancelled.IsCancellationRequested;

    /// <summary>Whether what runs is being interrupted.</summary>
    public bool IsStopped => Stop.IsCancellationRequested;

    /// <summary>Cancelled when what runs is to be interrupted.</summary>
    public CancellationToken Stopped => Stop.Token;

    /// <summary>Whether an iteration may still start at this moment.</summary>
    public bool MayStart => Clock.NowNs < EndNs && !IsStopped;

    /// <summary>Interrupts everything because of a failure of our own, which rises.</summary>
    public Task FailAsync() => Stop.CancelAsync();
}
