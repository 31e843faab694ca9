using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using TestOps.Core.Determinism;

namespace TestOps.Core.Snapshots;

/// <summary>Walks over one line of the trace, whose members stand in a fixed order, without looking at any byte twice.</summary>
internal ref struct TraceLineCursor
{
    // What ends a plain stretch of a JSON string: the quote, an escape, or a control character, which may not stand there.
    private static readonly SearchValues<byte> s_stops = SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(code => (byte)code)]);

    private readonly ReadOnlyMemory<byte> _line;
    private readonly TraceNames? _names;
    private ReadOnlySpan<byte> _rest;

    public TraceLineCursor(ReadOnlyMemory<byte> line, TraceNames? names)
    {
        _line = line;
        _names = names;
        _rest = line.Span;
    }

    /// <summary>Bytes read so far.</summary>
    public readonly int Position => _line.Length - _rest.Length;

    /// <summary>Steps over <paramref name="text"/> where it stands next.</summary>
    public bool TryTake(ReadOnlySpan<byte> text)
    {
        var isNext = _rest.StartsWith(text);
        _rest = isNext ? _rest[text.Length..] : _rest;
        return isNext;
    }

    /// <summary>Steps over <paramref name="text"/>, which must stand next.</summary>
    public void Take(ReadOnlySpan<byte> text)
    {
        if (!TryTake(text))
        {
            throw Expected(Encoding.UTF8.GetString(text));
        }
    }

    /// <summary>The line must end here.</summary>
    public readonly void TakeEnd()
    {
        if (!_rest.IsEmpty)
        {
            throw Expected("the end of the line");
        }
    }

    public long Integer()
    {
        // The parser alone would take plus signs and leading zeros.
        var length = _rest.IsEmpty ? 0 : CanonicalNumber.CanonicalLength(_rest);
        if (length == 0 || !Utf8Parser.TryParse(_rest[..length], out long value, out var parsed) || parsed < length)
        {
            throw Expected("an integer");
        }

        _rest = _rest[length..];
        return value;
    }

    public int Int32() => checked((int)Integer());

    /// <summary>A string that other lines repeat.</summary>
    public string Name() => TryTakePlain(out var plain) ? _names?.Of(plain.Span) ?? TraceNames.Decode(plain.Span) : EscapedText();

    /// <summary>Any string.</summary>
    public string Text() => TryTakePlain(out var plain) ? TraceNames.Decode(plain.Span) : EscapedText();

    /// <summary>A string as UTF-8: a slice of the line where nothing is escaped in it.</summary>
    public ReadOnlyMemory<byte> TextBytes()
    {
        if (!TryTakePlain(out var plain))
        {
            return Encoding.UTF8.GetBytes(EscapedText());
        }

        return Utf8.IsValid(plain.Span) ? plain : throw Expected("UTF-8 before this place");
    }

    /// <summary>A JSON value as it stands.</summary>
    public ReadOnlyMemory<byte> Json()
    {
        var start = Position;
        if (!CanonicalScanner.TryMeasure(_rest, out var length))
        {
            length = Measure(_rest);
        }

        _rest = _rest[length..];
        return _line.Slice(start, length);
    }

    /// <summary>A quoted digest in hexadecimal.</summary>
    public byte[] Digest()
    {
        var digest = new byte[TraceLine.DigestBytes];
        Take("\""u8);
        const int digits = TraceLine.DigestBytes * 2;
        if (_rest.Length < digits || Convert.FromHexString(_rest[..digits], digest, out _, out _) != OperationStatus.Done)
        {
            throw Expected($"a digest of {digits} hexadecimal digits");
        }

        _rest = _rest[digits..];
        Take("\""u8);
        return digest;
    }

    public readonly FormatException Expected(string what) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{what} was expected at byte {Position + 1}, but there is {Seen()}"));

    /// <summary>Steps over a string without escapes and gives what is between its quotes; steps over the opening quote alone where there are escapes.</summary>
    private bool TryTakePlain(out ReadOnlyMemory<byte> plain)
    {
        Take("\""u8);
        var length = _rest.IndexOfAny(s_stops);
        if (length < 0 || _rest[length] < 0x20)
        {
            throw Expected("a whole string");
        }

        var isPlain = _rest[length] == '"';
        plain = isPlain ? _line.Slice(Position, length) : default;
        _rest = isPlain ? _rest[(length + 1)..] : _rest;
        return isPlain;
    }

    // Rare: names and paths with escapes, and text bodies. The opening quote has been stepped over.
    private string EscapedText()
    {
        var start = Position - 1;
        var reader = new Utf8JsonReader(_line.Span[start..]);
        reader.Read();
        var text = reader.GetString()!;
        _rest = _line.Span[(start + (int)reader.BytesConsumed)..];
        return text;
    }

    // What the scanner does not take for canonical may still be JSON, keys with escapes for example.
    private static int Measure(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, CanonicalJson.ReaderOptions);
        reader.Read();
        reader.Skip();
        return (int)reader.BytesConsumed;
    }

    private readonly string Seen() => _rest.IsEmpty ? "the end of the line" : $"'{Encoding.UTF8.GetString(_rest[..Math.Min(_rest.Length, 20)])}'";
}
