using System.Buffers;

namespace TestOps.Core.Secrets;

/// <summary>
/// How far a secret may have been read at the last places of a text: for each place a bit for each number of bytes. Places that are further apart than <see cref="Slots"/> share
/// their memory, one after the other.
/// </summary>
internal sealed class SpellingStates(int words) : IDisposable
{
    // A power of two, above the longest spelling of a character and what is looked back at.
    private const int Slots = 2 * SpellingReader.LengthMax;

    private readonly ulong[] _bits = ArrayPool<ulong>.Shared.Rent((Slots + 1) * words);
    private readonly int[] _places = NoPlaces();

    public void Dispose()
    {
        ArrayPool<ulong>.Shared.Return(_bits);
        ArrayPool<int>.Shared.Return(_places);
    }

    public void Clear() => Array.Fill(_places, -1);

    public void Set(int at, int read) => Claim(at)[read / 64] |= 1UL << (read % 64);

    public bool Any(int at) => Peek(at).ContainsAnyExcept(0UL);

    public bool Has(int at, int read) => Peek(at) is [_, ..] bits && (bits[read / 64] & (1UL << (read % 64))) != 0;

    /// <summary>The greatest number of bytes that have been read; -1 where none may have been.</summary>
    public int Highest(int at)
    {
        var bits = Peek(at);
        var word = bits.LastIndexOfAnyExcept(0UL);
        return word < 0 ? -1 : (word * 64) + 63 - System.Numerics.BitOperations.LeadingZeroCount(bits[word]);
    }

    /// <summary>Goes on from <paramref name="at"/> over what is read there; whether the secret goes on so.</summary>
    public bool Advance(int at, Reading reading, Dictionary<byte, ulong[]> places)
    {
        var states = Scratch();
        Peek(at).CopyTo(states);
        for (var i = 0; i < reading.Length; i++)
        {
            if (!And(states, places, (byte)(reading.Bytes >> (8 * i))))
            {
                return false;
            }

            var carry = 0UL;
            foreach (ref var word in states)
            {
                (word, carry) = ((word << 1) | carry, word >> 63);
            }
        }

        return Merge(states, reading.Next);
    }

    /// <summary>Goes back to <paramref name="at"/> over what is read there; whether the secret goes on so.</summary>
    public bool Retreat(int at, Reading reading, Dictionary<byte, ulong[]> places)
    {
        var next = Peek(reading.Next);
        if (next.IsEmpty)
        {
            return false;
        }

        var states = Scratch();
        next.CopyTo(states);
        for (var i = reading.Length - 1; i >= 0; i--)
        {
            var carry = 0UL;
            for (var word = states.Length - 1; word >= 0; word--)
            {
                (states[word], carry) = ((states[word] >> 1) | carry, states[word] << 63);
            }

            if (!And(states, places, (byte)(reading.Bytes >> (8 * i))))
            {
                return false;
            }
        }

        return Merge(states, at);
    }

    private static int[] NoPlaces()
    {
        var places = ArrayPool<int>.Shared.Rent(Slots);
        Array.Fill(places, -1);
        return places;
    }

    private static bool And(Span<ulong> states, Dictionary<byte, ulong[]> places, byte value)
    {
        if (!places.TryGetValue(value, out var fitting))
        {
            return false;
        }

        var any = 0UL;
        for (var word = 0; word < states.Length; word++)
        {
            any |= states[word] &= fitting[word];
        }

        return any != 0;
    }

    private bool Merge(ReadOnlySpan<ulong> states, int at)
    {
        var slot = Claim(at);
        for (var word = 0; word < slot.Length; word++)
        {
            slot[word] |= states[word];
        }

        return true;
    }

    private Span<ulong> Scratch() => _bits.AsSpan(Slots * words, words);

    private ReadOnlySpan<ulong> Peek(int at) => _places[at % Slots] == at ? _bits.AsSpan(at % Slots * words, words) : [];

    private Span<ulong> Claim(int at)
    {
        var slot = _bits.AsSpan(at % Slots * words, words);
        if (_places[at % Slots] != at)
        {
            _places[at % Slots] = at;
            slot.Clear();
        }

        return slot;
    }
}
