using System.ComponentModel;

namespace TestOps.Server.Health;

/// <summary>Answer of <c>/engine_health</c>.</summary>
internal sealed record EngineHealthBody(
    bool EngineOk,
    [property: Description("The engine's own version; null where it does not say")] string? Version,
    [property: Description("Time of one call to its health address, measured now; null where it has none")] double? LatencyEstimateMs);
