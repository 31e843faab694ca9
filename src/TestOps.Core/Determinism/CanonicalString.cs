using System.Buffers;
using System.Text;

namespace TestOps.Core.Determinism;

/// <summary>Strings of canonical JSON: minimal escapes (RFC 8785, 3.2.2.2) and the order of UTF-16 code units (3.2.3).</summary>
internal static class CanonicalString
{
    private static ReadOnlySpan<byte> Hex => "0123456789abcdef"u8;

    // Short escapes of the controls 0x08 to 0x0d; 0x0b has none.
    private static ReadOnlySpan<byte> ShortEscapes => "btn\0fr"u8;

    /// <summary>Writes one ASCII byte that may need an escape.</summary>
    public static void AppendAscii(ByteBuffer output, byte value)
    {
        if (value is (byte)'"' or (byte)'\\')
        {
            output.Append((byte)'\\');
            output.Append(value);
        }
        else if (value >= 0x20)
        {
            output.Append(value);
        }
        else
        {
            AppendControl(output, value);
        }
    }

    /// <summary>Writes a quoted string.</summary>
    /// <exception cref="ArgumentException">The text has a lone surrogate.</exception>
    public static void Append(ByteBuffer output, ReadOnlySpan<char> text)
    {
        output.Append((byte)'"');
        Span<byte> utf8 = stackalloc byte[4];
        for (var i = 0; i < text.Length;)
        {
            if (text[i] < 0x80)
            {
                AppendAscii(output, (byte)text[i++]);
                continue;
            }

            if (Rune.DecodeFromUtf16(text[i..], out var rune, out var consumed) != OperationStatus.Done)
            {
                throw new ArgumentException($"The text has a lone surrogate (U+{(int)text[i]:X4}) at index {i}; JSON text must be well-formed Unicode.", nameof(text));
            }

            output.Append(utf8[..rune.EncodeToUtf8(utf8)]);
            i += consumed;
        }

        output.Append((byte)'"');
    }

    /// <summary>Length of the canonical string at the start of <paramref name="text"/> without its quotes; -1 where it is not canonical.</summary>
    public static int CanonicalEscapeLength(ReadOnlySpan<byte> text)
    {
        if (text.Length < 2)
        {
            return -1;
        }

        switch (text[1])
        {
            case (byte)'"' or (byte)'\\' or (byte)'b' or (byte)'t' or (byte)'n' or (byte)'f' or (byte)'r':
                return 2;
            case (byte)'u' when text.Length >= 6 && text[2] == '0' && text[3] == '0' && text[4] is (byte)'0' or (byte)'1':
                var low = Hex.IndexOf(text[5]);
                var hasShortForm = text[4] == '0' && low is >= 8 and <= 13 and not 11;
                return low < 0 || hasShortForm ? -1 : 6;
            default:
                return -1;
        }
    }

    /// <summary>Compares the contents of two canonical strings by UTF-16 code units.</summary>
    public static int CompareKeys(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var common = left.CommonPrefixLength(right);
        if (left[..common].Contains((byte)'\\') || left[common..].Contains((byte)'\\') || right[common..].Contains((byte)'\\'))
        {
            return CompareEscapedKeys(left, right);
        }

        if (common == left.Length || common == right.Length)
        {
            return left.Length - right.Length;
        }

        return Weight(left[common]) - Weight(right[common]);
    }

    private static int CompareEscapedKeys(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        while (!left.IsEmpty && !right.IsEmpty)
        {
            var difference = Weight(TakeByte(ref left)) - Weight(TakeByte(ref right));
            if (difference != 0)
            {
                return difference;
            }
        }

        return left.Length - right.Length;
    }

    // In UTF-16 the supplementary planes (UTF-8 lead bytes F0 to F4) sort before U+E000 to U+FFFF (lead bytes EE and EF).
    private static int Weight(byte value) => value is 0xEE or 0xEF ? value + 0x10 : value;

    private static byte TakeByte(ref ReadOnlySpan<byte> text)
    {
        var first = text[0];
        if (first != '\\')
        {
            text = text[1..];
            return first;
        }

        var second = text[1];
        if (second == 'u')
        {
            var value = (byte)((Hex.IndexOf(text[4]) << 4) | Hex.IndexOf(text[5]));
            text = text[6..];
            return value;
        }

        text = text[2..];
        var control = ShortEscapes.IndexOf(second);
        return control < 0 ? second : (byte)(control + 8);
    }

    private static void AppendControl(ByteBuffer output, byte value)
    {
        output.Append((byte)'\\');
        if (value is >= 8 and <= 13 and not 11)
        {
            output.Append(ShortEscapes[value - 8]);
            return;
        }

        output.Append("u00"u8);
        output.Append(Hex[value >> 4]);
        output.Append(Hex[value & 15]);
    }
}
