using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace TestOps.Core.Determinism;

/// <summary>
/// Our own versioned generator, <c>testops-rng-1</c>: a function of (seed, session, label) alone. State: the 32 bytes of
/// SHA-256("testops-rng-1" 0x00, seed, session, label in UTF-8), read as four little-endian words of xoshiro256** (Blackman and Vigna 2018).
/// Test vectors: docs/internals/determinism.md. Not for secrets. Not safe for concurrent use.
/// </summary>
public sealed class SeededRandom
{
    /// <summary>Name and version of the generator; recorded in every snapshot.</summary>
    public const string Algorithm = "testops-rng-1";

    private readonly ulong _seed;
    private long _session;
    private readonly string _label;
    private SeededRandom? _fork;
    private Dictionary<string, SeededRandom>? _others;
    private bool _isReady;
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    private SeededRandom(ulong seed, long session, string label)
    {
        _seed = seed;
        _session = session;
        _label = label;
    }

    /// <summary>The streams of one session of one seed.</summary>
    public static SeededRandom ForSession(ulong seed, long session) => new(seed, session, "");

    /// <summary>
    /// The stream <paramref name="label"/> of the same session; the same object each time it is asked for. Draws of one stream never move another.
    /// </summary>
    public SeededRandom Fork(string label)
    {
        var path = _label.Length == 0 ? label : $"{_label}/{label}";
        if (_fork is null || _fork._label == path)
        {
            return _fork ??= new SeededRandom(_seed, _session, path);
        }

        // Most sessions have one stream: a dictionary for each of thousands would hold more than the streams do.
        _others ??= new Dictionary<string, SeededRandom>(StringComparer.Ordinal);
        if (!_others.TryGetValue(path, out var fork))
        {
            fork = new SeededRandom(_seed, _session, path);
            _others.Add(path, fork);
        }

        return fork;
    }

    /// <summary>The streams of another session of the same seed.</summary>
    internal void Restart(long session)
    {
        _session = session;
        _isReady = false;
        _fork?.Restart(session);
        _others = null;
    }

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64()
    {
        if (!_isReady)
        {
            Prepare();
        }

        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>A uniform integer from 0 to <paramref name="bound"/> - 1, without bias (Lemire 2019).</summary>
    public long NextInt64(long bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        var range = (ulong)bound;
        var high = Math.BigMul(NextUInt64(), range, out var low);
        if (low < range)
        {
            var threshold = unchecked(0UL - range) % range;
            while (low < threshold)
            {
                high = Math.BigMul(NextUInt64(), range, out low);
            }
        }

        return (long)high;
    }

    /// <summary>A multiple of 2^-53 in [0, 1), for <c>Math.random</c>.</summary>
    public double NextUnit() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    private void Prepare()
    {
        var labelBytes = Encoding.UTF8.GetByteCount(_label);
        var prefix = "testops-rng-1\0"u8;
        Span<byte> key = stackalloc byte[prefix.Length + 16 + 256];
        if (labelBytes > 256)
        {
            key = new byte[prefix.Length + 16 + labelBytes];
        }

        prefix.CopyTo(key);
        BinaryPrimitives.WriteUInt64LittleEndian(key[prefix.Length..], _seed);
        BinaryPrimitives.WriteInt64LittleEndian(key[(prefix.Length + 8)..], _session);
        Encoding.UTF8.GetBytes(_label, key[(prefix.Length + 16)..]);
        Span<byte> state = stackalloc byte[32];
        SHA256.HashData(key[..(prefix.Length + 16 + labelBytes)], state);
        _s0 = BinaryPrimitives.ReadUInt64LittleEndian(state);
        _s1 = BinaryPrimitives.ReadUInt64LittleEndian(state[8..]);
        _s2 = BinaryPrimitives.ReadUInt64LittleEndian(state[16..]);
        _s3 = BinaryPrimitives.ReadUInt64LittleEndian(state[24..]);
        _isReady = true;
    }
}
