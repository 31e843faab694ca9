using System.Buffers;
using System.Globalization;

namespace TestOps.Core.Determinism;

/// <summary>
/// Writes numbers in their one canonical form: the layout of ECMAScript's Number::toString (ECMA-262, 6.1.6.1.20) applied to the exact decimal
/// digits. Where a number survives a double this is RFC 8785; where it does not, no digit is lost. ADR 0001 tells why.
/// </summary>
public static class CanonicalNumber
{
    /// <summary>Largest magnitude of the scientific exponent: beyond it a number is refused.</summary>
    public const int MaxExponent = 999_999_999;

    // ECMA-262: positions of the decimal point beyond which the form with an exponent is used.
    private const int LargestPoint = 21;
    private const int SmallestPoint = -5;
    private const int StackDigits = 128;

    // Up to here every integer is a double, so that its digits are the shortest.
    private const double LargestSafeInteger = 9_007_199_254_740_991;

    /// <summary>Writes an integer.</summary>
    public static void Write(IBufferWriter<byte> output, long value)
    {
        value.TryFormat(output.GetSpan(20), out var written, default, CultureInfo.InvariantCulture);
        output.Advance(written);
    }

    /// <summary>Writes a decimal; <c>1.50</c> is <c>1.5</c>.</summary>
    public static void Write(IBufferWriter<byte> output, decimal value)
    {
        Span<byte> lexeme = stackalloc byte[64];
        value.TryFormat(lexeme, out var written, default, CultureInfo.InvariantCulture);
        WriteKnown(output, lexeme[..written]);
    }

    /// <summary>Writes a finite double by its shortest digits, as RFC 8785 does.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN or infinite: JSON has no such number.</exception>
    public static void Write(IBufferWriter<byte> output, double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "JSON has no NaN and no infinity; write null or a string.");
        }

        // Most numbers that a suite computes are integers, and the shortest digits of a double cost ten times as much to find.
        if (Math.Abs(value) <= LargestSafeInteger && value == Math.Truncate(value))
        {
            Write(output, (long)value);
            return;
        }

        Span<byte> lexeme = stackalloc byte[64];
        value.TryFormat(lexeme, out var written, "R", CultureInfo.InvariantCulture);
        WriteKnown(output, lexeme[..written]);
    }

    /// <summary>Writes the canonical form of the JSON number <paramref name="lexeme"/>; false where it is none or its exponent is beyond <see cref="MaxExponent"/>.</summary>
    public static bool TryWrite(IBufferWriter<byte> output, ReadOnlySpan<byte> lexeme) => TryWrite(output, lexeme, out _);

    internal static bool TryWrite(IBufferWriter<byte> output, ReadOnlySpan<byte> lexeme, out string? reason)
    {
        reason = null;
        if (lexeme.Length > 0 && CanonicalLength(lexeme) == lexeme.Length)
        {
            output.Write(lexeme);
            return true;
        }

        byte[]? rented = null;
        var digits = lexeme.Length <= StackDigits ? stackalloc byte[StackDigits] : rented = ArrayPool<byte>.Shared.Rent(lexeme.Length);
        var isNumber = ExactNumber.TryParse(lexeme, digits, out var number, out reason);
        if (isNumber)
        {
            Layout(output, number);
        }

        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return isNumber;
    }

    /// <summary>Length of the canonical number at the start of <paramref name="text"/>; 0 where it is not canonical or no number.</summary>
    internal static int CanonicalLength(ReadOnlySpan<byte> text)
    {
        var start = text[0] == '-' ? 1 : 0;
        var i = SkipDigits(text, start);
        var whole = i - start;
        if (whole == 0 || whole > LargestPoint || (text[start] == '0' && whole > 1))
        {
            return 0;
        }

        if (i == text.Length || (text[i] != '.' && (text[i] | 0x20) != 'e'))
        {
            return start == 1 && text[start] == '0' ? 0 : i;
        }

        return CanonicalLengthWithFraction(text, start, i);
    }

    private static int CanonicalLengthWithFraction(ReadOnlySpan<byte> text, int start, int i)
    {
        var whole = i - start;
        if (text[i] == '.')
        {
            var fraction = i + 1;
            i = SkipDigits(text, fraction);
            if (i == fraction || text[i - 1] == '0')
            {
                return 0;
            }

            if (i == text.Length || (text[i] | 0x20) != 'e')
            {
                return text[start] == '0' && text[fraction..i].IndexOfAnyExcept((byte)'0') > -SmallestPoint ? 0 : i;
            }
        }

        return text[i] == 'e' && whole == 1 && text[start] != '0' ? CanonicalLengthWithExponent(text, i + 1) : 0;
    }

    private static int CanonicalLengthWithExponent(ReadOnlySpan<byte> text, int i)
    {
        if (i == text.Length || (text[i] != '+' && text[i] != '-'))
        {
            return 0;
        }

        var first = i + 1;
        var end = SkipDigits(text, first);
        if (end == first || end - first > 9 || text[first] == '0')
        {
            return 0;
        }

        var exponent = 0;
        foreach (var digit in text[first..end])
        {
            exponent = (exponent * 10) + (digit - '0');
        }

        return exponent >= (text[i] == '+' ? LargestPoint : 2 - SmallestPoint) ? end : 0;
    }

    private static void Layout(IBufferWriter<byte> output, in ExactNumber number)
    {
        if (number.Digits.IsEmpty)
        {
            output.Write("0"u8);
            return;
        }

        if (number.IsNegative)
        {
            output.Write("-"u8);
        }

        var digits = number.Digits;
        if (number.Point is < SmallestPoint or > LargestPoint)
        {
            LayoutWithExponent(output, digits, number.Point - 1);
            return;
        }

        var point = (int)number.Point;
        if (point <= 0)
        {
            output.Write("0."u8);
            output.Write("000000"u8[..-point]);
            output.Write(digits);
        }
        else if (digits.Length <= point)
        {
            output.Write(digits);
            output.Write("00000000000000000000"u8[..(point - digits.Length)]);
        }
        else
        {
            output.Write(digits[..point]);
            output.Write("."u8);
            output.Write(digits[point..]);
        }
    }

    private static void LayoutWithExponent(IBufferWriter<byte> output, ReadOnlySpan<byte> digits, long exponent)
    {
        output.Write(digits[..1]);
        if (digits.Length > 1)
        {
            output.Write("."u8);
            output.Write(digits[1..]);
        }

        output.Write(exponent > 0 ? "e+"u8 : "e"u8);
        Write(output, exponent);
    }

    private static void WriteKnown(IBufferWriter<byte> output, ReadOnlySpan<byte> lexeme)
    {
        if (!TryWrite(output, lexeme, out var reason))
        {
            throw new InvalidOperationException(reason);
        }
    }

    private static int SkipDigits(ReadOnlySpan<byte> text, int i)
    {
        while ((uint)i < (uint)text.Length && (uint)(text[i] - '0') <= 9)
        {
            i++;
        }

        return i;
    }
}
