using TestOps.Core.Journaling;

namespace TestOps.Server.Snapshots;

/// <summary>What a comparison of two snapshots found.</summary>
/// <param name="Sessions">Sessions of both that could be compared.</param>
/// <param name="Identical">Those of them that are alike.</param>
/// <param name="Incomparable">Sessions in which a call got no answer on one side.</param>
/// <param name="OnlyInFirst">Sessions that only the first has.</param>
/// <param name="OnlyInSecond">Sessions that only the second has.</param>
/// <param name="Divergences">The first divergence of each signature.</param>
public sealed record SnapshotComparison(long Sessions, long Identical, long Incomparable, long OnlyInFirst, long OnlyInSecond, IReadOnlyList<DivergenceFound> Divergences);
