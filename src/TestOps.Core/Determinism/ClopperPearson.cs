namespace TestOps.Core.Determinism;

/// <summary>
/// The exact confidence bound of a share (C. J. Clopper, E. S. Pearson, "The use of confidence or fiducial limits illustrated in the case of the binomial", Biometrika 26, 1934).
/// </summary>
internal static class ClopperPearson
{
    /// <summary>The share p at which so many successes or more have probability <paramref name="alpha"/>; 0 where there are none.</summary>
    public static double LowerBound(long trials, long successes, double alpha)
    {
        if (successes == 0)
        {
            return 0;
        }

        if (successes == trials)
        {
            return Math.Pow(alpha, 1.0 / trials);
        }

        // P(X >= k) is the regularised incomplete beta function I_p(k, n - k + 1) (DLMF 8.17.5); it rises with p.
        var low = 0.0;
        var high = (double)successes / trials;
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            if (IncompleteBeta.Regularised(successes, trials - successes + 1.0, middle) < alpha)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
