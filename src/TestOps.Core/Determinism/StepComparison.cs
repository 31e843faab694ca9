namespace TestOps.Core.Determinism;

/// <summary>The comparison of one step.</summary>
/// <param name="Divergences">The first 100 divergences in document order: request, status, headers, body, checks, times.</param>
/// <param name="DivergenceCount">All divergences, the cut ones too.</param>
/// <param name="Leaves">Leaves of the recorded answer and how many are compared.</param>
/// <param name="HasFailure">Whether one side has no answer: then only the requests are compared, and the replay is inconclusive, not divergent.</param>
public sealed record StepComparison(IReadOnlyList<Divergence> Divergences, long DivergenceCount, LeafCount Leaves, bool HasFailure)
{
    /// <summary>Whether both sides have an answer and nothing compared differs.</summary>
    public bool IsIdentical => DivergenceCount == 0 && !HasFailure;

    /// <summary>Whether there are more divergences than are listed.</summary>
    public bool IsTruncated => DivergenceCount > Divergences.Count;
}
