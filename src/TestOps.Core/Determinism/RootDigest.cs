namespace TestOps.Core.Determinism;

/// <summary>
/// The digest of a run: it starts as SHA-256("testops-root-1"), and each session, in session order, makes it SHA-256(digest so far, session digest). Not safe for
/// concurrent use.
/// </summary>
public sealed class RootDigest
{
    private readonly byte[] _chain = new byte[2 * CompareDigest.Length];

    /// <summary>The digest before the first session.</summary>
    public RootDigest() => Sha256.Hash("testops-root-1"u8, _chain);

    /// <summary>The digest so far; it changes with the next session.</summary>
    public ReadOnlySpan<byte> Value => _chain.AsSpan(0, CompareDigest.Length);

    /// <summary>Appends the digest of the next session.</summary>
    public void Append(ReadOnlySpan<byte> sessionDigest)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(sessionDigest.Length, CompareDigest.Length);
        sessionDigest.CopyTo(_chain.AsSpan(CompareDigest.Length));
        Sha256.Hash(_chain, _chain);
    }

    /// <summary>The digest so far in lower-case hexadecimal.</summary>
    public override string ToString() => Convert.ToHexStringLower(Value);
}
