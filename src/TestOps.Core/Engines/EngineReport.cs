namespace TestOps.Core.Engines;

/// <summary>What a run knows of its engine: printed beside the score and kept in the head.</summary>
/// <param name="Kind">Kind of engine.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Version">The engine's own version; null where it does not say.</param>
/// <param name="Evidence">Evidence class.</param>
/// <param name="Freshness">Freshness in words.</param>
public sealed record EngineReport(string Kind, string Name, string? Version, EvidenceClass Evidence, string Freshness);
