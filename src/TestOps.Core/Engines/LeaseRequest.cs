namespace TestOps.Core.Engines;

/// <summary>What a lease is for.</summary>
/// <param name="Purpose">The phase that asks.</param>
/// <param name="Replay">Replay number from 1 for <see cref="LeasePurpose.Replay"/>; 0 otherwise.</param>
public sealed record LeaseRequest(LeasePurpose Purpose, int Replay = 0);
