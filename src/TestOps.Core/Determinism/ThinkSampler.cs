using TestOps.Core.Suites;

namespace TestOps.Core.Determinism;

/// <summary>Draws think times with integers only, so that every machine draws the same.</summary>
public static class ThinkSampler
{
    /// <summary>The longest think time, 24 h in nanoseconds; longer draws are cut to it.</summary>
    public const long MaxNs = 86_400_000_000_000;

    /// <summary>One think time in nanoseconds, from 0 to <see cref="MaxNs"/>.</summary>
    public static long SampleNs(ThinkSpec think, SeededRandom random) => think switch
    {
        ConstantThink constant => Nanoseconds(constant.Duration),
        UniformThink uniform => SampleUniform(uniform, random),
        ExponentialThink exponential => SampleExponential(Nanoseconds(exponential.Mean), random),
        LognormalThink lognormal => SampleLognormal(lognormal, random),
        _ => throw new ArgumentException($"No sampler for {think.GetType().Name}.", nameof(think)),
    };

    private static long SampleUniform(UniformThink uniform, SeededRandom random)
    {
        var min = Nanoseconds(uniform.Min);
        var max = Nanoseconds(uniform.Max);
        return max < min
            ? throw new ArgumentException($"The upper bound of a uniform think time must be at least the lower, but {uniform.Max} is below {uniform.Min}.", nameof(uniform))
            : min + random.NextInt64(max - min + 1);
    }

    // Inversion: -ln(u) of a uniform u in (0, 1] is exponential with mean 1.
    private static long SampleExponential(long mean, SeededRandom random)
    {
        var draw = random.NextUInt64();
        if (draw == ulong.MaxValue)
        {
            return 0;
        }

        var scaled = ((UInt128)(ulong)mean * FixedPoint.NegativeLog(draw + 1)) >> 48;
        return (long)UInt128.Min(scaled, (UInt128)MaxNs);
    }

    private static long SampleLognormal(LognormalThink lognormal, SeededRandom random)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lognormal.SigmaMilli);
        var exponent = NormalSampler.Sample(random) * lognormal.SigmaMilli / 1000;
        return FixedPoint.ScaleByExp(Nanoseconds(lognormal.Median), exponent, MaxNs);
    }

    private static long Nanoseconds(TimeSpan duration) =>
        duration < TimeSpan.Zero
            ? throw new ArgumentException($"A think time must not be negative, but was {duration}.", nameof(duration))
            : Math.Min(duration.Ticks, MaxNs / TimeSpan.NanosecondsPerTick) * TimeSpan.NanosecondsPerTick;
}
