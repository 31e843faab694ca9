namespace TestOps.Core.Determinism;

/// <summary>
/// The exact decimal value of a JSON number: 0.DIGITS x 10^Point. Digits have neither leading nor trailing zeros, so that equal values have equal parts; zero has none.
/// </summary>
internal readonly ref struct ExactNumber
{
    private const long Saturated = 1_000_000_000_000_000_000;

    private ExactNumber(bool isNegative, ReadOnlySpan<byte> digits, long point)
    {
        IsNegative = isNegative;
        Digits = digits;
        Point = point;
    }

    public bool IsNegative { get; }

    public ReadOnlySpan<byte> Digits { get; }

    public long Point { get; }

    /// <summary>Reads a whole lexeme; <paramref name="digits"/> is at least as long and backs the result.</summary>
    public static bool TryParse(ReadOnlySpan<byte> lexeme, Span<byte> digits, out ExactNumber number, out string? reason)
    {
        number = default;
        var start = lexeme.Length > 0 && lexeme[0] == '-' ? 1 : 0;
        var whole = CopyDigits(lexeme[start..], digits);
        var i = start + whole;
        var fraction = 0;
        if (i < lexeme.Length && lexeme[i] == '.')
        {
            fraction = CopyDigits(lexeme[(i + 1)..], digits[whole..]);
            i += 1 + fraction;
            if (fraction == 0)
            {
                return Refuse("a digit must follow the decimal point", out reason);
            }
        }

        if (whole == 0 || (whole > 1 && lexeme[start] == '0'))
        {
            return Refuse(whole == 0 ? "a number starts with a digit" : "a number has no leading zeros", out reason);
        }

        if (!TryReadExponent(lexeme[i..], out var exponent))
        {
            return Refuse("a number is digits with at most one fraction and one exponent", out reason);
        }

        return Normalize(start == 1, digits[..(whole + fraction)], whole + exponent, out number, out reason);
    }

    private static bool Normalize(bool isNegative, ReadOnlySpan<byte> digits, long point, out ExactNumber number, out string? reason)
    {
        reason = null;
        number = default;
        var zeros = digits.IndexOfAnyExcept((byte)'0');
        if (zeros < 0)
        {
            return true;
        }

        point -= zeros;
        if (Math.Abs(point - 1) > CanonicalNumber.MaxExponent)
        {
            return Refuse($"the exponent of a number must be within {CanonicalNumber.MaxExponent}", out reason);
        }

        number = new ExactNumber(isNegative, digits[zeros..].TrimEnd((byte)'0'), point);
        return true;
    }

    private static bool TryReadExponent(ReadOnlySpan<byte> text, out long exponent)
    {
        exponent = 0;
        if (text.IsEmpty)
        {
            return true;
        }

        var sign = text.Length > 1 && text[1] is (byte)'+' or (byte)'-' ? 1 : 0;
        var digits = text[(1 + sign)..];
        if ((text[0] | 0x20) != 'e' || digits.IsEmpty || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return false;
        }

        foreach (var digit in digits)
        {
            exponent = Math.Min((exponent * 10) + (digit - '0'), Saturated / 10);
        }

        exponent = sign == 1 && text[1] == '-' ? -exponent : exponent;
        return true;
    }

    private static int CopyDigits(ReadOnlySpan<byte> text, Span<byte> digits)
    {
        var count = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        count = count < 0 ? text.Length : count;
        text[..count].CopyTo(digits);
        return count;
    }

    private static bool Refuse(string why, out string? reason)
    {
        reason = why;
        return false;
    }
}
