namespace TestOps.Core.Runs;

/// <summary>Keeps until when the HTTP API is unlocked, so that an unlock survives a restart.</summary>
public interface IUnlockStore
{
    /// <summary>Until when testing is unlocked, which may be in the past; null where it is locked.</summary>
    /// <exception cref="Journaling.StoreUnavailableException">The store cannot be read.</exception>
    Task<DateTimeOffset?> FindUnlockAsync(CancellationToken cancellationToken);

    /// <summary>Unlocks testing until an instant, cut to the millisecond, or locks it (null). Kept when this completes.</summary>
    /// <exception cref="Journaling.StoreUnavailableException">The store cannot be written.</exception>
    Task SetUnlockAsync(DateTimeOffset? until, CancellationToken cancellationToken);
}
