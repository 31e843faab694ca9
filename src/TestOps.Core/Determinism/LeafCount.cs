namespace TestOps.Core.Determinism;

/// <summary>
/// How much of an answer is compared. A leaf is a scalar or an empty container; a body that is not JSON is one leaf, no body is none.
/// </summary>
/// <param name="Total">All leaves.</param>
/// <param name="Compared">Leaves whose value is compared: exactly, as a token or within a tolerance. Those under a <c>type</c> mask are not.</param>
/// <param name="Opaque">Leaves of which nothing is compared.</param>
public readonly record struct LeafCount(long Total, long Compared, long Opaque)
{
    /// <summary>The opaque share, 0 to 1; 0 where there are no leaves.</summary>
    public decimal OpaqueShare => Total == 0 ? 0 : (decimal)Opaque / Total;

    /// <summary>The compared share, 0 to 1; null where there are no leaves.</summary>
    public decimal? ComparedShare => Total == 0 ? null : (decimal)Compared / Total;

    /// <summary>The leaves of both.</summary>
    public static LeafCount operator +(LeafCount left, LeafCount right) =>
        new(left.Total + right.Total, left.Compared + right.Compared, left.Opaque + right.Opaque);

    /// <summary>Whether more leaves are opaque than <paramref name="maxOpaque"/> (a share, 0 to 1) allows; one leaf always is.</summary>
    public bool ExceedsOpaque(decimal maxOpaque) => Opaque > 1 && Opaque > maxOpaque * Total;
}
