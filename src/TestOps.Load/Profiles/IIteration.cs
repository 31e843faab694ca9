namespace TestOps.Load.Profiles;

/// <summary>
/// What a virtual user does once. For now a session of a SIM scenario; the seam is where unmodified k6 scripts will come in. It records its requests and checks
/// itself; the executor records the iteration.
/// </summary>
public interface IIteration
{
    /// <summary>Runs one iteration. When <paramref name="cancellationToken"/> is cancelled it stops at once, and a request in flight leaves no sample.</summary>
    /// <returns>Whether it came to its end: a session may end early, by a call that failed.</returns>
    ValueTask<bool> RunAsync(VirtualUser user, IterationStart start, CancellationToken cancellationToken);

    /// <summary>The user's iteration is over, by itself or by an interruption: what it has gathered is recorded.</summary>
    void End(VirtualUser user)
    {
    }
}
