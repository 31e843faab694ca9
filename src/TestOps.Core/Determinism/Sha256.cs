using System.Security.Cryptography;

namespace TestOps.Core.Determinism;

/// <summary>SHA-256 without the set-up of a hash context for each call, which costs more than hashing a small step.</summary>
internal static class Sha256
{
    [ThreadStatic]
    private static IncrementalHash? s_hash;

    public static void Hash(ReadOnlySpan<byte> bytes, Span<byte> destination)
    {
        var hash = s_hash ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(bytes);
        hash.GetHashAndReset(destination);
    }
}
