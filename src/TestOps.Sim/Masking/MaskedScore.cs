using TestOps.Core.Determinism;

namespace TestOps.Sim.Masking;

/// <summary>What recorded replays come to under given masks.</summary>
/// <param name="Sessions">Sessions compared: all calls were answered, then and in every replay.</param>
/// <param name="Identical">Those alike in every replay.</param>
/// <param name="Unanswered">Sessions in which a call got no answer, recorded or replayed, over all replays: then there is no score.</param>
/// <param name="Leaves">Leaves of the recorded answers and how many are compared under the masks.</param>
public sealed record MaskedScore(long Sessions, long Identical, long Unanswered, LeafCount Leaves)
{
    /// <summary>The score; null where nothing was comparable or calls got no answer.</summary>
    public DeterminismScore? Score => Unanswered > 0 ? null : DeterminismScore.Compute(Sessions, Identical);
}
