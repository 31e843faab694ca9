namespace TestOps.Core.Determinism;

/// <summary>
/// The regularised incomplete beta function by its continued fraction (DLMF 8.17.22), evaluated by Lentz's method as modified by Thompson and Barnett (J. Comput. Phys. 64, 1986).
/// </summary>
internal static class IncompleteBeta
{
    private const double Tiny = 1e-300;
    private const double Precision = 1e-15;
    private const int MaxTerms = 1_000_000;

    /// <summary>I_x(a, b) for positive a and b and x from 0 to 1.</summary>
    public static double Regularised(double a, double b, double x)
    {
        if (x <= 0 || x >= 1)
        {
            return x <= 0 ? 0 : 1;
        }

        // The fraction converges fast below the mean; above it the symmetry I_x(a, b) = 1 - I_{1-x}(b, a) helps (DLMF 8.17.4).
        return x > (a + 1) / (a + b + 2) ? 1 - (Front(b, a, 1 - x) * Fraction(b, a, 1 - x)) : Front(a, b, x) * Fraction(a, b, x);
    }

    private static double Front(double a, double b, double x) =>
        Math.Exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) + (a * Math.Log(x)) + (b * Math.Log(1 - x))) / a;

    private static double Fraction(double a, double b, double x)
    {
        var c = 1.0;
        var d = 1 / NonZero(1 - ((a + b) * x / (a + 1)));
        var value = d;
        for (var m = 1; m <= MaxTerms; m++)
        {
            var even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            d = 1 / NonZero(1 + (even * d));
            c = NonZero(1 + (even / c));
            value *= c * d;
            var odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            d = 1 / NonZero(1 + (odd * d));
            c = NonZero(1 + (odd / c));
            value *= c * d;
            if (Math.Abs((c * d) - 1) < Precision)
            {
                return value;
            }
        }

        throw new InvalidOperationException($"The continued fraction of I_{x}({a}, {b}) did not settle in {MaxTerms} terms.");
    }

    private static double NonZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;

    // Stirling's series (DLMF 5.11.1) from 15 on, where its fifth term is below 1e-13; smaller arguments are shifted up by the recurrence.
    private static double LogGamma(double x)
    {
        var shift = 0.0;
        while (x < 15)
        {
            shift += Math.Log(x);
            x++;
        }

        var square = x * x;
        var series = ((1.0 / 12) - (((1.0 / 360) - (((1.0 / 1260) - (((1.0 / 1680) - (1.0 / 1188 / square)) / square)) / square)) / square)) / x;
        return ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + series - shift;
    }
}
