using System.Buffers;
using System.Text;

namespace TestOps.Core.Secrets;

/// <summary>
/// A secret of which each character may be spelled in another way: <c>a+b/c=</c> as <c>a+b%2Fc%3D</c>. Servers and libraries differ in what they encode, so the spellings cannot be
/// listed. Immutable and safe for concurrent use.
/// </summary>
/// <remarks>
/// An automaton with a bit for each number of bytes that have been read runs over the text, all its readings at once: its cost is the length of the text, times one word for every 64
/// bytes of the secret, whatever both are. From where it ends the same automaton runs back to the place where the secret begins.
/// </remarks>
internal sealed class SecretSpelling : ISecretSearch
{
    /// <summary>Longer secrets, in bytes, are found in their whole spellings only: an automaton for each would take too much memory.</summary>
    public const int BytesMax = 16 * 1024;

    private readonly byte[] _value;
    private readonly Dictionary<byte, ulong[]> _places = [];
    private readonly SearchValues<byte> _starts;
    private readonly SearchValues<byte> _signs;

    public SecretSpelling(string value, string token)
    {
        _value = Encoding.UTF8.GetBytes(value);
        Token = Encoding.ASCII.GetBytes(token);
        TokenText = token;
        for (var i = 0; i < _value.Length; i++)
        {
            // In a form + stands for a space, and whoever decodes what was not encoded makes a space of +.
            foreach (var seen in _value[i] is (byte)' ' or (byte)'+' ? " +"u8 : [_value[i]])
            {
                if (!_places.TryGetValue(seen, out var places))
                {
                    _places[seen] = places = new ulong[Words];
                }

                places[i / 64] |= 1UL << (i % 64);
            }
        }

        _starts = SearchValues.Create([.. SignsOf([_value[0]])]);
        _signs = SearchValues.Create([.. SignsOf(_value).Where(static sign => sign is (byte)' ' or (byte)'+' or >= 0x80 || SpellingReader.Escapes.Contains((char)sign, StringComparison.Ordinal))]);
    }

    public byte[] Token { get; }

    public string TokenText { get; }

    private int Words => (_value.Length / 64) + 1;

    public static bool CanBeFound(string value) => Encoding.UTF8.GetByteCount(value) is > 0 and <= BytesMax;

    public (int Start, int End)? Find(ReadOnlySpan<byte> utf8, int from)
    {
        if (utf8[from..].IndexOfAny(_signs) < 0)
        {
            // Nothing is spelled in another way than as it is: other patterns find that, and faster.
            return null;
        }

        using var states = new SpellingStates(Words);
        var end = RunForward(utf8, from, states, isStarting: true);
        return end < 0 ? null : (RunBack(utf8, from, end, _value.Length, states), end);
    }

    public int HeadLength(ReadOnlySpan<char> text, int lengthMin)
    {
        var utf8 = Bytes(text);
        if (_value.Length <= lengthMin || utf8.AsSpan().IndexOfAny(_signs) < 0)
        {
            return 0;
        }

        using var states = new SpellingStates(Words);
        for (var read = 1; read <= _value.Length - lengthMin; read++)
        {
            states.Set(0, read);
        }

        var end = RunForward(utf8, 0, states, isStarting: false);
        return end < 0 ? 0 : Encoding.UTF8.GetCharCount(utf8, 0, end);
    }

    public int TailLength(ReadOnlySpan<char> text, int lengthMin)
    {
        var utf8 = Bytes(text);
        if (utf8.AsSpan().IndexOfAny(_signs) < 0)
        {
            return 0;
        }

        using var states = new SpellingStates(Words);
        RunForward(utf8, 0, states, isStarting: true);

        // The cut may be within the last character: %2 is left of %2F.
        const int escapeLengthMax = 7;
        for (var end = utf8.Length; end >= Math.Max(0, utf8.Length - escapeLengthMax); end--)
        {
            if ((end == utf8.Length || SpellingReader.Escapes.Contains((char)utf8[end], StringComparison.Ordinal)) && states.Highest(end) is var read && read >= lengthMin)
            {
                var start = RunBack(utf8, 0, end, read, states);
                return text.Length - Encoding.UTF8.GetCharCount(utf8, 0, start);
            }
        }

        return 0;
    }

    // Cut texts are short: they are ours, or the last words of a process.
    private static byte[] Bytes(ReadOnlySpan<char> text)
    {
        var utf8 = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, utf8);
        return utf8;
    }

    // All bytes with which another spelling of one of these may begin, and they themselves.
    private static IEnumerable<byte> SignsOf(IEnumerable<byte> bytes)
    {
        var signs = new SortedSet<byte>(Encoding.ASCII.GetBytes(SpellingReader.Escapes));
        foreach (var value in bytes)
        {
            signs.Add(value);
            if (value is (byte)' ' or (byte)'+')
            {
                signs.UnionWith(" +"u8.ToArray());
            }
            else if (value >= 0x80)
            {
                signs.UnionWith(Enumerable.Range(0x80, 0x80).Select(static sign => (byte)sign));
            }
        }

        return signs;
    }

    // Where the secret has been read to its end for the first time; -1 where it never is.
    private int RunForward(ReadOnlySpan<byte> utf8, int from, SpellingStates states, bool isStarting)
    {
        var reader = new SpellingReader(utf8);
        Span<Reading> readings = stackalloc Reading[SpellingReader.ReadingsMax];
        var furthest = from;
        for (var at = from; at <= utf8.Length; at++)
        {
            if (states.Has(at, _value.Length))
            {
                return at;
            }

            if (at > furthest || (isStarting && at == furthest && !states.Any(at)))
            {
                // Nothing is under way: on to where the secret may begin.
                var next = isStarting ? utf8[at..].IndexOfAny(_starts) : -1;
                if (next < 0)
                {
                    return -1;
                }

                at += next;
            }

            if (at == utf8.Length)
            {
                return -1;
            }

            if (isStarting)
            {
                states.Set(at, 0);
            }

            foreach (var reading in readings[..reader.Read(at, readings)])
            {
                if (states.Advance(at, reading, _places))
                {
                    furthest = Math.Max(furthest, reading.Next);
                }
            }
        }

        return -1;
    }

    // The earliest place from which `read` bytes of the secret are spelled up to `end`.
    private int RunBack(ReadOnlySpan<byte> utf8, int from, int end, int read, SpellingStates states)
    {
        var reader = new SpellingReader(utf8[..end]);
        Span<Reading> readings = stackalloc Reading[SpellingReader.ReadingsMax];
        states.Clear();
        states.Set(end, read);
        var start = end;
        for (int at = end - 1, furthest = end; at >= from && furthest - at < SpellingReader.LengthMax; at--)
        {
            foreach (var reading in readings[..reader.Read(at, readings)])
            {
                if (states.Retreat(at, reading, _places))
                {
                    furthest = at;
                }
            }

            start = states.Has(at, 0) ? at : start;
        }

        return start;
    }
}
