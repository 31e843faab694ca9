namespace TestOps.Core.Snapshots;

/// <summary>What <c>verify</c> found.</summary>
public sealed record VerifyReport
{
    /// <summary>The first thing that is wrong; null where everything fits.</summary>
    public SnapshotCorruptException? Damage { get; init; }

    /// <summary>What was checked, one line each, for people.</summary>
    public required IReadOnlyList<string> Checked { get; init; }

    /// <summary>What could not be checked, and why: a snapshot without a result, for instance.</summary>
    public required IReadOnlyList<string> Unsealed { get; init; }

    /// <summary>Uncompressed bytes of the trace that were checked.</summary>
    public long TraceBytes { get; init; }
}
