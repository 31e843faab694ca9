using TestOps.Core.Journaling;

namespace TestOps.Server.Snapshots;

/// <summary>What one replay found.</summary>
/// <param name="Number">Number of the replay, from 1.</param>
/// <param name="Sessions">Sessions that could be compared.</param>
/// <param name="Identical">Those of them that are alike.</param>
/// <param name="Unanswered">Sessions in which a call got no answer: then the replay is inconclusive.</param>
/// <param name="Score">0 to 100, floored to two decimals; null where nothing was comparable or calls went unanswered.</param>
/// <param name="Engine">The engine that it met, for people.</param>
/// <param name="EngineVersion">Its version; null where it does not say.</param>
/// <param name="Divergences">The first divergence of each signature.</param>
public sealed record SnapshotReplay(int Number, long Sessions, long Identical, long Unanswered, double? Score, string Engine, string? EngineVersion, IReadOnlyList<DivergenceFound> Divergences);
