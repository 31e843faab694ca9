using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TestOps.Core.Determinism;

/// <summary>
/// Canonical JSON: RFC 8785 with a lossless rule for numbers (<see cref="CanonicalNumber"/>). Equal values have equal bytes and different values different ones.
/// Refused: duplicate keys, lone surrogates, NaN, nesting beyond <see cref="MaxDepth"/>, anything before or after the value, invalid UTF-8.
/// </summary>
public static class CanonicalJson
{
    /// <summary>How deep containers may nest.</summary>
    public const int MaxDepth = 128;

    /// <summary>Options of a <see cref="Utf8JsonReader"/> that reads every canonical text.</summary>
    public static JsonReaderOptions ReaderOptions => new() { MaxDepth = MaxDepth };

    /// <summary>Options of a <see cref="JsonDocument"/> that reads every canonical text.</summary>
    public static JsonDocumentOptions DocumentOptions => new() { MaxDepth = MaxDepth };

    /// <summary>
    /// The canonical form of <paramref name="utf8"/>: the same memory where it is canonical already (one pass, no allocation), else new bytes. False with the
    /// first problem where it has none.
    /// </summary>
    public static bool TryCanonicalize(ReadOnlyMemory<byte> utf8, out ReadOnlyMemory<byte> canonical, out CanonicalJsonProblem? problem)
    {
        problem = null;
        canonical = utf8;
        if (CanonicalScanner.IsSurelyCanonical(utf8.Span))
        {
            return true;
        }

        using var output = new ByteBuffer(utf8.Length);
        problem = CanonicalRewriter.Rewrite(utf8.Span, output);
        if (problem is not null)
        {
            canonical = default;
            return false;
        }

        if (!output.Written.SequenceEqual(utf8.Span))
        {
            canonical = output.Written.ToArray();
        }

        return true;
    }

    /// <summary>Whether <paramref name="utf8"/> is canonical JSON.</summary>
    public static bool IsCanonical(ReadOnlySpan<byte> utf8)
    {
        if (CanonicalScanner.IsSurelyCanonical(utf8))
        {
            return true;
        }

        using var output = new ByteBuffer(utf8.Length);
        return CanonicalRewriter.Rewrite(utf8, output) is null && output.Written.SequenceEqual(utf8);
    }

    /// <summary>The canonical bytes of a node; null is <c>null</c>.</summary>
    /// <exception cref="ArgumentException">The node has a lone surrogate, a number that is not finite, or nests too deep.</exception>
    public static byte[] Serialize(JsonNode? node)
    {
        using var output = new ByteBuffer(256);
        CanonicalNodeWriter.Write(output, node, 0);
        return output.Written.ToArray();
    }

    /// <summary>Writes a string with its quotes and minimal escapes.</summary>
    /// <exception cref="ArgumentException">The text has a lone surrogate.</exception>
    public static void WriteString(IBufferWriter<byte> output, ReadOnlySpan<char> text)
    {
        using var buffer = new ByteBuffer(Encoding.UTF8.GetMaxByteCount(text.Length));
        CanonicalString.Append(buffer, text);
        output.Write(buffer.Written);
    }
}
