using System.Globalization;
using System.Numerics;

namespace TestOps.Core.Determinism;

/// <summary>The share of sessions that every replay answered alike: <c>determinism_score</c>.</summary>
public sealed record DeterminismScore
{
    private DeterminismScore(long sessions, long identical)
    {
        Sessions = sessions;
        Identical = identical;
    }

    /// <summary>Sessions compared, at least 1.</summary>
    public long Sessions { get; }

    /// <summary>Those identical in every replay, 0 to <see cref="Sessions"/>.</summary>
    public long Identical { get; }

    /// <summary>The score of so many sessions; null where there are none, because nothing was compared.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, or more sessions are identical than there are.</exception>
    public static DeterminismScore? Compute(long sessions, long identical)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sessions);
        ArgumentOutOfRangeException.ThrowIfNegative(identical);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(identical, sessions);
        return sessions == 0 ? null : new DeterminismScore(sessions, identical);
    }

    /// <summary>The score, 0 to 100, floored to two decimals: 100 means identical. Gates use <see cref="IsBelow"/>.</summary>
    public decimal Value => (decimal)((BigInteger)Identical * 10_000 / Sessions) / 100;

    /// <summary>Sessions with a divergence.</summary>
    public long Divergent => Sessions - Identical;

    /// <summary>
    /// The one-sided 95 % Clopper-Pearson lower bound of the share of sessions that would be identical, 0 to 1.
    /// </summary>
    public double LowerBound95 => ClopperPearson.LowerBound(Sessions, Identical, 0.05);

    /// <summary>The bound in plain words: <c>20 sessions alike: at least 86 % would be, with 95 % confidence</c>.</summary>
    public string Words
    {
        get
        {
            var sessions = Sessions == 1 ? "1 session" : $"{Sessions} sessions";
            var count = Identical == Sessions ? sessions : $"{Identical} of {sessions}";
            return $"{count} alike: at least {Percent(LowerBound95)} % would be, with 95 % confidence";
        }
    }

    /// <summary>Whether the exact ratio is below <paramref name="floor"/> (0 to 100).</summary>
    public bool IsBelow(decimal floor)
    {
        // 100 x identical / sessions < mantissa / 10^scale, in integers.
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(floor, bits);
        var magnitude = (new BigInteger((uint)bits[2]) << 64) + (new BigInteger((uint)bits[1]) << 32) + (uint)bits[0];
        var mantissa = bits[3] < 0 ? -magnitude : magnitude;
        var scale = (bits[3] >> 16) & 0xFF;
        return (BigInteger)Identical * 100 * BigInteger.Pow(10, scale) < mantissa * Sessions;
    }

    /// <summary>The score with two decimals, floored: <c>99.99</c>.</summary>
    public override string ToString() => Value.ToString("0.00", CultureInfo.InvariantCulture);

    // Floored, so that the words never promise more than the bound; whole per cents would hide all that matters from 99 on.
    private static string Percent(double share) =>
        share < 0.99
            ? Math.Floor(share * 100).ToString("0", CultureInfo.InvariantCulture)
            : (Math.Floor(share * 10_000) / 100).ToString("0.00", CultureInfo.InvariantCulture);
}
