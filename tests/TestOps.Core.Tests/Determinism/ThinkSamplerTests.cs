using TestOps.Core.Determinism;
using TestOps.Core.Suites;

namespace TestOps.Core.Tests.Determinism;

/// <summary>Statistics over fixed seeds: the draws never change, so neither do the results.</summary>
public sealed class ThinkSamplerTests
{
    private const int Draws = 40_000;
    private static readonly TimeSpan TwoSeconds = TimeSpan.FromSeconds(2);

    [Fact]
    public void SampleNs_Constant_IsTheDurationAndDrawsNothing()
    {
        var random = SeededRandom.ForSession(1, 1);
        ThinkSampler.SampleNs(new ConstantThink(TimeSpan.FromMilliseconds(1.5)), random).Should().Be(1_500_000);
        random.NextUInt64().Should().Be(SeededRandom.ForSession(1, 1).NextUInt64());
    }

    [Fact]
    public void SampleNs_Uniform_FillsItsRange()
    {
        var draws = Sample(new UniformThink(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)));
        draws.Should().OnlyContain(draw => draw >= 1 && draw <= 3);
        draws.Average().Should().BeApproximately(2, 0.02);
        draws.Min().Should().BeLessThan(1.001);
        draws.Max().Should().BeGreaterThan(2.999);
    }

    [Fact]
    public void SampleNs_UniformOfOneValue_IsThatValue() =>
        ThinkSampler.SampleNs(new UniformThink(TwoSeconds, TwoSeconds), SeededRandom.ForSession(1, 1)).Should().Be(2_000_000_000);

    [Fact]
    public void SampleNs_Exponential_HasItsMeanDeviationAndMedian()
    {
        var draws = Sample(new ExponentialThink(TwoSeconds));
        draws.Average().Should().BeApproximately(2, 0.05);
        Deviation(draws).Should().BeApproximately(2, 0.08);
        Median(draws).Should().BeApproximately(2 * Math.Log(2), 0.04);
    }

    [Fact]
    public void SampleNs_Lognormal_HasItsMedianAndItsLogarithmIsNormal()
    {
        var draws = Sample(new LognormalThink(TwoSeconds, 500));
        Median(draws).Should().BeApproximately(2, 0.03);
        var logarithms = draws.Select(draw => Math.Log(draw / 2) / 0.5).ToArray();
        logarithms.Average().Should().BeApproximately(0, 0.02);
        Deviation(logarithms).Should().BeApproximately(1, 0.015);
        ((double)logarithms.Count(value => Math.Abs(value) < 1) / Draws).Should().BeApproximately(0.6827, 0.01);
        ((double)logarithms.Count(value => Math.Abs(value) < 1.96) / Draws).Should().BeApproximately(0.95, 0.005);
        logarithms.Average(value => Math.Pow(value, 4)).Should().BeApproximately(3, 0.12);
    }

    [Fact]
    public void SampleNs_LognormalWithoutSpread_IsTheMedian() =>
        ThinkSampler.SampleNs(new LognormalThink(TwoSeconds, 0), SeededRandom.ForSession(1, 1)).Should().Be(2_000_000_000);

    [Theory]
    [MemberData(nameof(Extremes))]
    public void SampleNs_Extremes_StayBetweenZeroAndTheCap(ThinkSpec think)
    {
        var random = SeededRandom.ForSession(3, 3);
        for (var i = 0; i < 2000; i++)
        {
            ThinkSampler.SampleNs(think, random).Should().BeInRange(0, ThinkSampler.MaxNs);
        }
    }

    public static TheoryData<ThinkSpec> Extremes() =>
    [
        new ConstantThink(TimeSpan.MaxValue),
        new UniformThink(TimeSpan.Zero, TimeSpan.MaxValue),
        new ExponentialThink(TimeSpan.MaxValue),
        new ExponentialThink(TimeSpan.Zero),
        new ExponentialThink(TimeSpan.FromTicks(1)),
        new LognormalThink(TimeSpan.MaxValue, 1000),
        new LognormalThink(TimeSpan.FromTicks(1), int.MaxValue),
        new LognormalThink(TimeSpan.Zero, int.MaxValue),
    ];

    [Fact]
    public void SampleNs_ReversedOrNegative_IsRefused()
    {
        var random = SeededRandom.ForSession(1, 1);
        FluentActions.Invoking(() => ThinkSampler.SampleNs(new UniformThink(TwoSeconds, TimeSpan.Zero), random)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => ThinkSampler.SampleNs(new ConstantThink(-TwoSeconds), random)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => ThinkSampler.SampleNs(new LognormalThink(TwoSeconds, -1), random)).Should().Throw<ArgumentException>();
    }

    private static double[] Sample(ThinkSpec think)
    {
        var random = SeededRandom.ForSession(42, 7).Fork("think");
        return [.. Enumerable.Range(0, Draws).Select(_ => ThinkSampler.SampleNs(think, random) / 1e9)];
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    private static double Deviation(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }
}
