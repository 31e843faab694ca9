using System.Numerics;

namespace TestOps.Core.Determinism;

/// <summary>Logarithm and exponential in integers, so that every machine computes the same bits.</summary>
internal static class FixedPoint
{
    /// <summary>ln 2 as a multiple of 2^-64, cut off.</summary>
    private const ulong Ln2 = 0xB17217F7D1CF79AB;

    private const int LogBits = 48;

    /// <summary>-ln(x / 2^64) as a multiple of 2^-48, for x from 1; the error is below 2^-46.</summary>
    public static ulong NegativeLog(ulong x)
    {
        var zeros = BitOperations.LeadingZeroCount(x);
        var mantissa = x << zeros;
        ulong fraction = 0;

        // One bit of log2 for each squaring of a mantissa in [1, 2) (Knuth, TAOCP 1, 1.2.2, exercise 25 and the text before it).
        for (var i = 0; i < LogBits; i++)
        {
            var high = Math.BigMul(mantissa, mantissa, out var low);
            var isTwoOrMore = high >> 63;
            mantissa = isTwoOrMore == 1 ? high : (high << 1) | (low >> 63);
            fraction = (fraction << 1) | isTwoOrMore;
        }

        var binaryLog = ((ulong)(zeros + 1) << LogBits) - fraction;
        return Math.BigMul(binaryLog, Ln2, out _);
    }

    /// <summary>value x e^(exponent / 2^64), cut off, at most <paramref name="cap"/>; value and cap are below 2^48.</summary>
    public static long ScaleByExp(long value, Int128 exponent, long cap)
    {
        // e^exponent = 2^whole x e^rest with rest in [0, ln 2).
        var whole = exponent / Ln2;
        var rest = exponent % Ln2;
        if (rest < 0)
        {
            whole--;
            rest += Ln2;
        }

        if (value == 0 || whole < -63)
        {
            return 0;
        }

        if (whole > 47)
        {
            return cap;
        }

        var product = (UInt128)(ulong)value * ExpBelowTwo((ulong)rest);
        var scaled = product >> (62 - (int)whole);
        return scaled > (UInt128)(ulong)cap ? cap : (long)(ulong)scaled;
    }

    /// <summary>e^(x / 2^64) as a multiple of 2^-62, by its Taylor series; x is below ln 2.</summary>
    private static ulong ExpBelowTwo(ulong x)
    {
        var term = 1UL << 62;
        var sum = 0UL;
        for (var k = 1UL; term > 0; k++)
        {
            sum += term;
            term = Math.BigMul(term, x, out _) / k;
        }

        return sum;
    }
}
