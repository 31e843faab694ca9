using System.Buffers.Binary;

namespace TestOps.Core.Determinism;

/// <summary>
/// The digest of one session: it starts as SHA-256("testops-session-1", session as a 64-bit little-endian integer), and each step makes it
/// SHA-256(digest so far, compare digest of the step). Not safe for concurrent use.
/// </summary>
public sealed class SessionDigest
{
    private readonly byte[] _chain = new byte[2 * CompareDigest.Length];

    /// <summary>The digest of <paramref name="session"/> before its first step.</summary>
    public SessionDigest(long session)
    {
        var prefix = "testops-session-1"u8;
        Span<byte> start = stackalloc byte[prefix.Length + 8];
        prefix.CopyTo(start);
        BinaryPrimitives.WriteInt64LittleEndian(start[prefix.Length..], session);
        Sha256.Hash(start, _chain);
    }

    /// <summary>The digest so far; it changes with the next step.</summary>
    public ReadOnlySpan<byte> Value => _chain.AsSpan(0, CompareDigest.Length);

    /// <summary>Appends the compare digest of the next step.</summary>
    public void Append(ReadOnlySpan<byte> compareDigest)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(compareDigest.Length, CompareDigest.Length);
        compareDigest.CopyTo(_chain.AsSpan(CompareDigest.Length));
        Sha256.Hash(_chain, _chain);
    }

    /// <summary>The digest so far in lower-case hexadecimal.</summary>
    public override string ToString() => Convert.ToHexStringLower(Value);
}
