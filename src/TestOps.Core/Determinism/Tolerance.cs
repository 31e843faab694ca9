using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace TestOps.Core.Determinism;

/// <summary>Compares numbers within a tolerance, in exact decimals.</summary>
internal static class Tolerance
{
    // Bounds the size of the integers; numbers that need more are not within any tolerance unless they are equal.
    private const long MaxDigits = 10_000;

    /// <summary>Whether |expected - actual| is at most <paramref name="abs"/> or at most <paramref name="rel"/> x |expected|. Both numbers are canonical JSON.</summary>
    public static bool IsWithin(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual, decimal abs, decimal rel)
    {
        if (expected.SequenceEqual(actual))
        {
            return true;
        }

        if (expected.Length > MaxDigits || actual.Length > MaxDigits)
        {
            return false;
        }

        var left = Scaled.Of(expected);
        var right = Scaled.Of(actual);
        var scale = Math.Min(left.Exponent, right.Exponent);
        if (Math.Max(left.Exponent, right.Exponent) - scale > MaxDigits || Math.Abs(scale) > MaxDigits)
        {
            return false;
        }

        var difference = new Scaled(BigInteger.Abs(left.At(scale) - right.At(scale)), scale);
        var share = Scaled.Of(rel);
        return difference.IsAtMost(Scaled.Of(abs)) || difference.IsAtMost(new Scaled(share.Value * BigInteger.Abs(left.Value), share.Exponent + left.Exponent));
    }

    private readonly record struct Scaled(BigInteger Value, long Exponent)
    {
        public static Scaled Of(ReadOnlySpan<byte> lexeme)
        {
            Span<byte> digits = new byte[lexeme.Length];
            if (!ExactNumber.TryParse(lexeme, digits, out var number, out var reason))
            {
                throw new FormatException($"{reason}, but '{Encoding.UTF8.GetString(lexeme)}' was found.");
            }

            if (number.Digits.IsEmpty)
            {
                return default;
            }

            var value = BigInteger.Parse(Encoding.ASCII.GetString(number.Digits), NumberStyles.None, CultureInfo.InvariantCulture);
            return new Scaled(number.IsNegative ? -value : value, number.Point - number.Digits.Length);
        }

        public static Scaled Of(decimal value)
        {
            Span<byte> lexeme = stackalloc byte[64];
            Utf8Formatter.TryFormat(value, lexeme, out var written);
            return Of(lexeme[..written]);
        }

        public bool IsAtMost(Scaled other)
        {
            var scale = Math.Min(Exponent, other.Exponent);
            return At(scale) <= other.At(scale);
        }

        public BigInteger At(long exponent) => Value * BigInteger.Pow(10, (int)(Exponent - exponent));
    }
}
