using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace TestOps.Core.Snapshots;

/// <summary>
/// Writes JSON as UTF-8 with the minimal escapes of RFC 8785 into the free space of a buffer. The buffer has it after <see cref="Commit"/>: counting once a line instead
/// of once a token is most of what a line costs.
/// </summary>
internal ref struct JsonBytesWriter
{
    private const int IntegerBytesMax = 20;

    private static readonly SearchValues<byte> s_escaped = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(code => (byte)code), (byte)'"', (byte)'\\']);

    private readonly ArrayBufferWriter<byte> _output;
    private Span<byte> _free;
    private int _length;

    public JsonBytesWriter(ArrayBufferWriter<byte> output)
    {
        _output = output;
        _free = output.GetSpan(256);
    }

    /// <summary>Hands over what was written.</summary>
    public void Commit()
    {
        _output.Advance(_length);
        _free = _free[_length..];
        _length = 0;
    }

    /// <summary>Writes bytes as they are.</summary>
    public void Write(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        _length += bytes.Length;
    }

    public void WriteInteger(long value)
    {
        Utf8Formatter.TryFormat(value, Reserve(IntegerBytesMax), out var written);
        _length += written;
    }

    public void WriteBase64(scoped ReadOnlySpan<byte> bytes)
    {
        Base64.EncodeToUtf8(bytes, Reserve(Base64.GetMaxEncodedToUtf8Length(bytes.Length)), out _, out var written);
        _length += written;
    }

    public void WriteHex(scoped ReadOnlySpan<byte> bytes)
    {
        Convert.TryToHexStringLower(bytes, Reserve(bytes.Length * 2), out var written);
        _length += written;
    }

    public void WriteString(string value)
    {
        var span = Reserve(Encoding.UTF8.GetMaxByteCount(value.Length) + 2);
        var length = Encoding.UTF8.GetBytes(value, span[1..]);
        if (span.Slice(1, length).IndexOfAny(s_escaped) >= 0)
        {
            WriteString(Encoding.UTF8.GetBytes(value));
            return;
        }

        span[0] = (byte)'"';
        span[length + 1] = (byte)'"';
        _length += length + 2;
    }

    /// <summary>Writes UTF-8 text; the caller has made sure that it is UTF-8.</summary>
    public void WriteString(scoped ReadOnlySpan<byte> utf8)
    {
        Write("\""u8);
        while (utf8.IndexOfAny(s_escaped) is >= 0 and var at)
        {
            Write(utf8[..at]);
            WriteEscape(utf8[at]);
            utf8 = utf8[(at + 1)..];
        }

        Write(utf8);
        Write("\""u8);
    }

    private void WriteEscape(byte code)
    {
        ReadOnlySpan<byte> escape = code switch
        {
            (byte)'"' => "\\\""u8,
            (byte)'\\' => "\\\\"u8,
            (byte)'\b' => "\\b"u8,
            (byte)'\t' => "\\t"u8,
            (byte)'\n' => "\\n"u8,
            (byte)'\f' => "\\f"u8,
            (byte)'\r' => "\\r"u8,
            _ => default,
        };
        if (!escape.IsEmpty)
        {
            Write(escape);
            return;
        }

        Write("\\u00"u8);
        Write(Encoding.ASCII.GetBytes(code.ToString("x2", CultureInfo.InvariantCulture)));
    }

    private Span<byte> Reserve(int count)
    {
        if (_free.Length - _length < count)
        {
            Commit();
            _free = _output.GetSpan(count);
        }

        return _free[_length..];
    }
}
