using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace TestOps.Core.Secrets;

/// <summary>
/// Reads a text character by character in every way that it may be meant: as it stands, percent-encoded, escaped in JSON, as an entity of HTML, up to three of these one in the
/// other, and as UTF-8 that somebody took for Latin-1, or the reverse. What it costs at one place has a bound, whatever the text is.
/// </summary>
internal readonly ref struct SpellingReader(ReadOnlySpan<byte> text)
{
    /// <summary>Ways to read one place; further ones are dropped. Real text has two or three.</summary>
    public const int ReadingsMax = 24;

    /// <summary>A character is spelled in fewer bytes than this.</summary>
    public const int LengthMax = 128;

    /// <summary>With these bytes begins what may be read as something else.</summary>
    public const string Escapes = "%\\&";

    private const int Levels = 3;

    // Three levels of JSON double a backslash to 2, 4 and 8; the JSON of the record is one more.
    private const int BackslashesMax = 16;

    // What Windows-1252, which browsers and others take for Latin-1, has at 0x80 to 0x9f.
    private const string Windows1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

    private readonly ReadOnlySpan<byte> _text = text;

    /// <summary>All readings at <paramref name="at"/>, which must be within the text; their number.</summary>
    public int Read(int at, Span<Reading> readings)
    {
        var count = ReadPercent(at, readings);
        if (_text[at] is (byte)'%' or (byte)'\\')
        {
            ReadBackslashes(at, readings, ref count);
        }

        for (var i = 0; i < count; i++)
        {
            if (readings[i].Is('&'))
            {
                ReadEntity(at, readings[i].Next, readings, ref count);
            }
        }

        for (int i = 0, known = count; i < known; i++)
        {
            if (readings[i].Length > 1 || readings[i].Bytes >= 0x80)
            {
                ReadLatin1(at, readings[i], readings, ref count);
            }
        }

        return count;
    }

    private static void Add(int at, Reading reading, Span<Reading> readings, ref int count)
    {
        if (count < ReadingsMax && reading.Next - at < LengthMax && !readings[..count].Contains(reading))
        {
            readings[count++] = reading;
        }
    }

    private static Reading Of(Rune rune, int next)
    {
        Span<byte> utf8 = stackalloc byte[4];
        var length = rune.EncodeToUtf8(utf8);
        var bytes = 0u;
        for (var i = length - 1; i >= 0; i--)
        {
            bytes = (bytes << 8) | utf8[i];
        }

        return new Reading(bytes, length, next);
    }

    // The byte itself, and what it is percent-encoded for: %2F, %252F, %25252F.
    private int ReadPercent(int at, Span<Reading> readings)
    {
        readings[0] = new Reading(_text[at], 1, at + 1);
        var count = 1;
        if (_text[at] != '%')
        {
            return count;
        }

        for (int level = 0, digits = at + 1; level < Levels && TryReadHex(digits, 2, out var value); level++, digits += 2)
        {
            readings[count++] = new Reading(value, 1, digits + 2);
            if (value != '%')
            {
                break;
            }
        }

        return count;
    }

    private bool TryReadHex(int at, int digits, out uint value)
    {
        value = 0;
        return at + digits <= _text.Length && Utf8Parser.TryParse(_text.Slice(at, digits), out value, out var read, 'x') && read == digits;
    }

    private bool TryReadBackslash(int at, out int next)
    {
        next = at + 1;
        if (at >= _text.Length || _text[at] == '\\')
        {
            return at < _text.Length;
        }

        if (_text[at] != '%')
        {
            return false;
        }

        Span<Reading> readings = stackalloc Reading[Levels + 1];
        var last = readings[ReadPercent(at, readings) - 1];
        next = last.Next;
        return last.Is('\\');
    }

    // A run of backslashes is backslashes that were escaped, or all but the last level of them escapes what follows.
    private void ReadBackslashes(int at, Span<Reading> readings, ref int count)
    {
        Span<int> ends = stackalloc int[BackslashesMax + 1];
        ends[0] = at;
        var run = 0;
        while (run < BackslashesMax && TryReadBackslash(ends[run], out ends[run + 1]))
        {
            run++;
            if (int.IsPow2(run))
            {
                Add(at, new Reading('\\', 1, ends[run]), readings, ref count);
            }
        }

        var end = ends[run];
        if (run is 0 or BackslashesMax || end >= _text.Length)
        {
            return;
        }

        // A quote may be spelled in another way by then, and has as many backslashes as there were levels after that.
        Span<Reading> quotes = stackalloc Reading[ReadingsMax];
        var spelled = ReadPercent(end, quotes);
        if (quotes[0].Is('&'))
        {
            ReadEntity(end, quotes[0].Next, quotes, ref spelled);
        }

        foreach (var quote in quotes[..spelled])
        {
            if (quote.Is('"') || quote.Is('\'') || quote.Is('/'))
            {
                Add(at, quote, readings, ref count);
            }
        }

        if (run is 1 or 2 or 4 or 8 && "bfnrt".IndexOf((char)_text[end], StringComparison.Ordinal) is >= 0 and var control)
        {
            Add(at, new Reading("\b\f\n\r\t"[control], 1, end + 1), readings, ref count);
        }

        if (run is 1 or 2 or 4 or 8 && TryReadUnit(end, out var unit) && TryReadRune(unit, end + 5, run, out var rune, out var next))
        {
            Add(at, Of(rune, next), readings, ref count);
        }
    }

    // u00e4, after its backslash.
    private bool TryReadUnit(int at, out char unit)
    {
        uint value = 0;
        var isRead = at < _text.Length && _text[at] == 'u' && TryReadHex(at + 1, 4, out value);
        unit = (char)value;
        return isRead;
    }

    private bool TryReadRune(char unit, int after, int backslashes, out Rune rune, out int next)
    {
        next = after;
        if (Rune.TryCreate(unit, out rune) || !char.IsHighSurrogate(unit))
        {
            return !char.IsSurrogate(unit);
        }

        var end = after;
        for (var i = 0; i < backslashes; i++)
        {
            if (!TryReadBackslash(end, out end))
            {
                return false;
            }
        }

        next = end + 5;
        return TryReadUnit(end, out var low) && Rune.TryCreate(unit, low, out rune);
    }

    // amp; or #39; or #x27; after its ampersand.
    private void ReadEntity(int at, int start, Span<Reading> readings, ref int count)
    {
        const int nameLengthMax = 9;
        var rest = _text[Math.Min(start, _text.Length)..];
        var end = rest[..Math.Min(rest.Length, nameLengthMax)].IndexOf((byte)';');
        if (end < 2)
        {
            return;
        }

        var name = Encoding.ASCII.GetString(rest[..end]);
        var value = name switch
        {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            ['#', 'x' or 'X', .. var hex] => int.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : 0,
            ['#', .. var digits] => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0,
            _ => 0,
        };
        if (value > 0 && Rune.TryCreate(value, out var rune))
        {
            Add(at, Of(rune, start + end + 1), readings, ref count);
        }
    }

    // A server that takes each byte of UTF-8 for a character writes the two bytes of ä as Ã¤; one that writes Latin-1 has one byte for it.
    private void ReadLatin1(int at, Reading reading, Span<Reading> readings, ref int count)
    {
        if (reading.Length > 1)
        {
            if (Rune.DecodeFromUtf8([(byte)reading.Bytes, (byte)(reading.Bytes >> 8), (byte)(reading.Bytes >> 16), (byte)(reading.Bytes >> 24)], out var rune, out _) == System.Buffers.OperationStatus.Done)
            {
                AddLatin1(at, rune, reading.Next, readings, ref count);
            }

            return;
        }

        Add(at, Of(new Rune(reading.Bytes), reading.Next), readings, ref count);
        var length = reading.Bytes switch { >= 0xc2 and <= 0xdf => 2, 0xe2 => 3, _ => 0 };
        if (length == 0)
        {
            return;
        }

        Span<byte> utf8 = [(byte)reading.Bytes, 0, 0];
        Span<Reading> further = stackalloc Reading[Levels + 1];
        var next = reading.Next;
        for (var i = 1; i < length; i++)
        {
            if (next >= _text.Length)
            {
                return;
            }

            var last = further[ReadPercent(next, further) - 1];
            utf8[i] = (byte)last.Bytes;
            next = last.Next;
        }

        if (Rune.DecodeFromUtf8(utf8[..length], out var letter, out _) == System.Buffers.OperationStatus.Done)
        {
            AddLatin1(at, letter, next, readings, ref count);
        }
    }

    private static void AddLatin1(int at, Rune rune, int next, Span<Reading> readings, ref int count)
    {
        if (rune.Value is >= 0x80 and <= 0xff)
        {
            Add(at, new Reading((uint)rune.Value, 1, next), readings, ref count);
        }
        else if (rune.IsBmp && Windows1252.IndexOf((char)rune.Value, StringComparison.Ordinal) is >= 0 and var index)
        {
            Add(at, new Reading((uint)(0x80 + index), 1, next), readings, ref count);
        }
    }
}
