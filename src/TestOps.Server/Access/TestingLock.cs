using TestOps.Core.Runs;

namespace TestOps.Server.Access;

/// <summary>
/// The lock on testing: a guard against starting a load by mistake, not access control. It opens until an instant that the store keeps, so that a restart changes nothing, and it does not
/// fall shut while a run of this server is active.
/// </summary>
internal sealed class TestingLock(IUnlockStore store, IActiveRuns runs, TimeSpan unlockFor, TimeProvider time)
{
    public async Task<bool> IsOpenAsync(CancellationToken cancellationToken) =>
        await store.FindUnlockAsync(cancellationToken) is { } until && (until > time.GetUtcNow() || runs.HasActiveRuns);

    public Task UnlockAsync(CancellationToken cancellationToken) => store.SetUnlockAsync(time.GetUtcNow() + unlockFor, cancellationToken);

    public Task LockAsync(CancellationToken cancellationToken) => store.SetUnlockAsync(null, cancellationToken);
}
