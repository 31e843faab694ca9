namespace TestOps.Core.Determinism;

/// <summary>
/// Normal deviates from comparisons of 64-bit integers alone: algorithm N of C. F. F. Karney, "Sampling exactly from the normal distribution", ACM TOMS 42 (2016),
/// with its fractions cut to 64 bits.
/// </summary>
internal static class NormalSampler
{
    /// <summary>A standard normal deviate as a multiple of 2^-64.</summary>
    public static Int128 Sample(SeededRandom random)
    {
        while (true)
        {
            var whole = 0;
            while (PassesHalfExponential(random))
            {
                whole++;
            }

            if (!PassesRepeatedly(random, whole * (whole - 1)))
            {
                continue;
            }

            var fraction = random.NextUInt64();
            if (PassesFraction(random, whole, fraction))
            {
                var magnitude = ((Int128)whole << 64) + fraction;
                return (random.NextUInt64() >> 63) == 1 ? -magnitude : magnitude;
            }
        }
    }

    /// <summary>True with probability e^(-1/2): the run 1/2 > u1 > u2 > ... has even length (algorithm H).</summary>
    private static bool PassesHalfExponential(SeededRandom random)
    {
        var bound = 1UL << 63;
        var isEven = true;
        while (true)
        {
            var next = random.NextUInt64();
            if (next >= bound)
            {
                return isEven;
            }

            bound = next;
            isEven = !isEven;
        }
    }

    private static bool PassesRepeatedly(SeededRandom random, int times)
    {
        for (var i = 0; i < times; i++)
        {
            if (!PassesHalfExponential(random))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True with probability e^(-x(2k+x)/2): k + 1 times algorithm B.</summary>
    private static bool PassesFraction(SeededRandom random, int whole, ulong fraction)
    {
        for (var i = 0; i <= whole; i++)
        {
            if (!PassesFractionOnce(random, (ulong)whole, fraction))
            {
                return false;
            }
        }

        return true;
    }

    private static bool PassesFractionOnce(SeededRandom random, ulong whole, ulong fraction)
    {
        var limit = ((UInt128)(2 * whole) << 64) + fraction;
        var bound = fraction;
        var isEven = true;
        while (true)
        {
            var next = random.NextUInt64();
            if (next >= bound || (UInt128)random.NextUInt64() * ((2 * whole) + 2) >= limit)
            {
                return isEven;
            }

            bound = next;
            isEven = !isEven;
        }
    }
}
