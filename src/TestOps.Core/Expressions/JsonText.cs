using System.Buffers;
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
    /// <summary>What is wrong with text that UTF-8 cannot hold.</summary>
    public const string LoneSurrogate = "the string is no well-formed Unicode: it has a lone surrogate";

    // What RFC 8785 escapes: controls, the quote and the backslash.
    private static readonly SearchValues<char> s_escaped = SearchValues.Create(
        "\"\\\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u0009\u000a\u000b\u000c\u000d\u000e\u000f" +
        "\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f");

    /// <summary>The string of a JSON document as JavaScript has it: a lone surrogate stays one, and bytes that are no UTF-8 become U+FFFD.</summary>
    public static string Decode(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // The only way that System.Text.Json has to say that the string is no well-formed Unicode.
            return Unescape(JsonMarshal.GetRawUtf8Value(text)[1..^1]);
        }
    }

    /// <summary>The name of a member, as <see cref="Decode"/> gives a string.</summary>
    public static string DecodeName(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return Unescape(JsonMarshal.GetRawUtf8PropertyName(member));
        }
    }

    /// <summary>Why a document has no canonical form, lone surrogates for example; null where it has one.</summary>
    public static string? ProblemOf(JsonElement root) => root.ValueKind == JsonValueKind.Undefined
        || CanonicalJson.TryCanonicalize(JsonMarshal.GetRawUtf8Value(root).ToArray(), out _, out var problem) ? null : problem!.Reason;

    /// <summary>Whether UTF-16 text has no lone surrogate.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        for (var i = text.IndexOfAnyInRange('\ud800', '\udfff'); i >= 0 && i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[++i])))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Writes the inside of a JSON string: no quotes, minimal escapes.</summary>
    /// <exception cref="FormatException">It has a lone surrogate.</exception>
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
    /// <exception cref="FormatException">It has a lone surrogate.</exception>
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
            throw new FormatException(LoneSurrogate);
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

    private static string Unescape(ReadOnlySpan<byte> content)
    {
        var result = new StringBuilder(content.Length);
        for (var escape = content.IndexOf((byte)'\\'); escape >= 0; escape = content.IndexOf((byte)'\\'))
        {
            result.Append(Encoding.UTF8.GetString(content[..escape]));
            var letter = (char)content[escape + 1];
            result.Append(letter switch
            {
                'b' => '\b',
                'f' => '\f',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'u' => (char)ushort.Parse(content.Slice(escape + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
                _ => letter,
            });
            content = content[(escape + (letter == 'u' ? 6 : 2))..];
        }

        return result.Append(Encoding.UTF8.GetString(content)).ToString();
    }
}
