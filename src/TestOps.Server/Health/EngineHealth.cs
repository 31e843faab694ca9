namespace TestOps.Server.Health;

/// <summary>How an engine is.</summary>
/// <param name="EngineOk">Whether it answers as it should.</param>
/// <param name="Version">Its own version; null where it does not say.</param>
/// <param name="LatencyEstimateMs">Time of one call to its health address, measured now; null where it has none, or did not answer.</param>
/// <param name="Cause">What is wrong; null where nothing is.</param>
internal sealed record EngineHealth(bool EngineOk, string? Version, double? LatencyEstimateMs, string? Cause);
