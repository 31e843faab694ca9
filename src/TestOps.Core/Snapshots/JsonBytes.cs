using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace TestOps.Core.Snapshots;

/// <summary>Writes JSON scalars as UTF-8 with the minimal escapes of RFC 8785.</summary>
internal static class JsonBytes
{
    private static readonly SearchValues<byte> Escaped = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(code => (byte)code), (byte)'"', (byte)'\\']);

    public static void WriteInteger(ArrayBufferWriter<byte> output, long value)
    {
        var span = output.GetSpan(20);
        Utf8Formatter.TryFormat(value, span, out var written);
        output.Advance(written);
    }

    public static void WriteBase64(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> bytes)
    {
        var span = output.GetSpan(Base64.GetMaxEncodedToUtf8Length(bytes.Length));
        Base64.EncodeToUtf8(bytes, span, out _, out var written);
        output.Advance(written);
    }

    public static void WriteHex(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> bytes)
    {
        var hex = output.GetSpan(bytes.Length * 2);
        Convert.TryToHexStringLower(bytes, hex, out var written);
        output.Advance(written);
    }

    public static void WriteString(ArrayBufferWriter<byte> output, string value)
    {
        var span = output.GetSpan(Encoding.UTF8.GetMaxByteCount(value.Length) + 2);
        var length = Encoding.UTF8.GetBytes(value, span[1..]);
        if (span.Slice(1, length).IndexOfAny(Escaped) < 0)
        {
            span[0] = (byte)'"';
            span[length + 1] = (byte)'"';
            output.Advance(length + 2);
            return;
        }

        WriteString(output, Encoding.UTF8.GetBytes(value));
    }

    /// <summary>Writes UTF-8 text; the caller has made sure that it is UTF-8.</summary>
    public static void WriteString(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> utf8)
    {
        output.Write("\""u8);
        while (utf8.IndexOfAny(Escaped) is >= 0 and var at)
        {
            output.Write(utf8[..at]);
            WriteEscape(output, utf8[at]);
            utf8 = utf8[(at + 1)..];
        }

        output.Write(utf8);
        output.Write("\""u8);
    }

    private static void WriteEscape(ArrayBufferWriter<byte> output, byte code)
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
            output.Write(escape);
            return;
        }

        output.Write("\\u00"u8);
        output.Write(Encoding.ASCII.GetBytes(code.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
    }
}
