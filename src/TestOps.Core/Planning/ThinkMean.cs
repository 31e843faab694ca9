using TestOps.Core.Suites;

namespace TestOps.Core.Planning;

/// <summary>Mean think times, in decimals: the same on every machine.</summary>
internal static class ThinkMean
{
    /// <summary>Mean think time of one session of a scenario, in whole milliseconds.</summary>
    public static TimeSpan Of(ScenarioSpec scenario) => Rounded(TicksOf(scenario));

    /// <summary>A number of ticks as whole milliseconds.</summary>
    public static TimeSpan Rounded(decimal ticks) => TimeSpan.FromMilliseconds((long)decimal.Round(ticks / TimeSpan.TicksPerMillisecond));

    /// <summary>Mean think time of one session of a scenario, in ticks.</summary>
    public static decimal TicksOf(ScenarioSpec scenario) => scenario.Steps.Sum(TicksOf);

    private static decimal TicksOf(StepSpec step) => step switch
    {
        ThinkStepSpec think => TicksOf(think.Think),
        BlockStepSpec block => block.Repeat * block.Steps.Sum(TicksOf),
        _ => 0,
    };

    private static decimal TicksOf(ThinkSpec think) => think switch
    {
        ConstantThink constant => constant.Duration.Ticks,
        UniformThink uniform => (uniform.Min.Ticks + (decimal)uniform.Max.Ticks) / 2,
        ExponentialThink exponential => exponential.Mean.Ticks,
        LognormalThink lognormal => lognormal.Median.Ticks * Exp((decimal)lognormal.SigmaMilli * lognormal.SigmaMilli / 2_000_000),
        _ => throw new ArgumentException($"No mean for {think.GetType().Name}.", nameof(think)),
    };

    /// <summary>e to the power of <paramref name="exponent"/> (0 to 4.5) by its series.</summary>
    private static decimal Exp(decimal exponent)
    {
        decimal sum = 1;
        decimal term = 1;
        for (var n = 1; n <= 40; n++)
        {
            term *= exponent / n;
            sum += term;
        }

        return sum;
    }
}
