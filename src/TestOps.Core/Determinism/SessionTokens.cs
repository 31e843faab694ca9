using System.Diagnostics.CodeAnalysis;
using TestOps.Core.Traces;

namespace TestOps.Core.Determinism;

/// <summary>
/// The values that <c>token</c> masks have met in one session, and its secrets, numbered by their first appearance from 0. One per session and side, fed in step order. Not
/// safe for concurrent use.
/// </summary>
public sealed class SessionTokens
{
    private readonly Dictionary<byte[], int> _ordinals = new(new BytesComparer());
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _lookup;

    private readonly SecretOrdinals _secrets = new();

    /// <summary>No value met yet.</summary>
    public SessionTokens() => _lookup = _ordinals.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>Number of different values met.</summary>
    public int Count => _ordinals.Count;

    /// <summary>The first time stamp that a <c>time</c> mask has met, in ticks of 100 ns; null before.</summary>
    internal long? FirstTime { get; private set; }

    /// <summary>Meets a time stamp; the first one of a session is what the others are relative to.</summary>
    internal void ObserveTime(long ticks) => FirstTime ??= ticks;

    /// <summary>The number of a value, given as canonical JSON; a new value takes the next number.</summary>
    public int Observe(ReadOnlySpan<byte> canonicalJson)
    {
        if (!_lookup.TryGetValue(canonicalJson, out var ordinal))
        {
            ordinal = _ordinals.Count;
            _ordinals.Add(canonicalJson.ToArray(), ordinal);
        }

        return ordinal;
    }

    /// <summary>What is compared of a record: each token of a secret is replaced by the secret's number in the session, and hashed bodies by the digest of what is compared.</summary>
    internal StepRecord Compared(StepRecord record) => HashedBody.Compared(_secrets.Number(record));

    private sealed class BytesComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        // FNV-1a: equal in every process, unlike the framework's hash codes.
        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = 2166136261;
            foreach (var value in alternate)
            {
                hash = unchecked((hash ^ value) * 16777619);
            }

            return (int)hash;
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
