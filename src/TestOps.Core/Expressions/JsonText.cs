using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using TestOps.Core.Determinism;

namespace TestOps.Core.Expressions;

/// <summary>Writes values as canonical JSON, straight to UTF-8.</summary>
internal static class JsonText
{
    // What RFC 8785 escapes: controls, the quote and the backslash.
    private static readonly SearchValues<char> s_escaped = SearchValues.Create(
        "\"\\\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u0009\u000a\u000b\u000c\u000d\u000e\u000f" +
        "\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f");

    /// <summary>The string of a JSON document.</summary>
    /// <exception cref="FormatException">It has a lone surrogate or bytes that are no UTF-8.</exception>
    public static string Decode(JsonElement element) => TryDecode(element, out var text)
        ? text
        : throw new FormatException("the string is no well-formed Unicode: it has a lone surrogate or bytes that are no UTF-8");

    /// <summary>The string of a JSON document; false where it is no string or no well-formed Unicode.</summary>
    public static bool TryDecode(JsonElement element, [NotNullWhen(true)] out string? text)
    {
        text = null;
        if (element.ValueKind != JsonValueKind.String)
        {
            return false;
        }

        try
        {
            text = element.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            // The only way that System.Text.Json has to say so.
            return false;
        }
    }

    /// <summary>Writes the inside of a JSON string: no quotes, minimal escapes.</summary>
    public static void WriteContent(IBufferWriter<byte> output, JsonElement text)
    {
        var raw = JsonMarshal.GetRawUtf8Value(text);
        var content = raw[1..^1];
        if (content.Contains((byte)'\\') || !Utf8.IsValid(content))
        {
            WriteContent(output, Decode(text));
            return;
        }

        output.Write(content);
    }

    /// <summary>Writes the inside of a JSON string: no quotes, minimal escapes.</summary>
    public static void WriteContent(IBufferWriter<byte> output, ReadOnlySpan<char> text)
    {
        while (true)
        {
            var plain = text.IndexOfAny(s_escaped);
            WriteUtf8(output, plain < 0 ? text : text[..plain]);
            if (plain < 0)
            {
                return;
            }

            WriteEscape(output, text[plain]);
            text = text[(plain + 1)..];
        }
    }

    /// <summary>Writes a number, object or array of a JSON document in its canonical form.</summary>
    /// <exception cref="FormatException">It has none: duplicate keys, for example.</exception>
    public static void WriteElement(IBufferWriter<byte> output, JsonElement element)
    {
        var raw = JsonMarshal.GetRawUtf8Value(element);
        if (element.ValueKind == JsonValueKind.Number)
        {
            if (!CanonicalNumber.TryWrite(output, raw))
            {
                throw new FormatException($"the number {Encoding.UTF8.GetString(raw)} has an exponent beyond {CanonicalNumber.MaxExponent}");
            }

            return;
        }

        if (!CanonicalJson.TryCanonicalize(raw.ToArray(), out var canonical, out var problem))
        {
            throw new FormatException($"the value has no canonical JSON: {problem!.Reason}");
        }

        output.Write(canonical.Span);
    }

    private static void WriteUtf8(IBufferWriter<byte> output, ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return;
        }

        var status = Utf8.FromUtf16(text, output.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length)), out _, out var written, replaceInvalidSequences: false);
        if (status != OperationStatus.Done)
        {
            throw new FormatException("the string is no well-formed Unicode: it has a lone surrogate");
        }

        output.Advance(written);
    }

    private static void WriteEscape(IBufferWriter<byte> output, char escaped)
    {
        var letter = escaped switch { '"' => '"', '\\' => '\\', '\b' => 'b', '\f' => 'f', '\n' => 'n', '\r' => 'r', '\t' => 't', _ => '\0' };
        if (letter != '\0')
        {
            ReadOnlySpan<byte> pair = [(byte)'\\', (byte)letter];
            output.Write(pair);
            return;
        }

        Span<byte> code = stackalloc byte[6];
        Utf8.TryWrite(code, CultureInfo.InvariantCulture, $"\\u{(int)escaped:x4}", out var written);
        output.Write(code[..written]);
    }
}
