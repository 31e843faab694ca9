using CsCheck;
using TestOps.Load.Metrics;

namespace TestOps.Load.Tests.Metrics;

public sealed class LatencyHistogramTests
{
    private static readonly Gen<long[]> s_values = Gen.Long[0, 20_000_000_000].Array[1, 60];

    [Fact]
    public void PercentileUs_AnyValues_IsK6sInterpolationWithinThreeDigits() =>
        Gen.Select(s_values, Gen.Double[0, 100]).Sample((values, percentile) =>
        {
            var exact = Exact(values, percentile);
            return Math.Abs(Of(values).PercentileUs(percentile) - exact) <= (exact * 0.0006) + 0.5;
        });

    [Fact]
    public void Decode_WhatWasEncoded_HasTheSamePercentiles() =>
        s_values.Sample(values =>
        {
            var histogram = Of(values);
            var decoded = LatencyHistogram.Decode(histogram.Encode());
            return decoded.Count == histogram.Count && new double[] { 0, 50, 95, 100 }.All(p => decoded.PercentileUs(p).Equals(histogram.PercentileUs(p)));
        });

    [Fact]
    public void Decode_Empty_IsEmpty() => LatencyHistogram.Decode(new LatencyHistogram().Encode()).Count.Should().Be(0);

    [Theory]
    [InlineData(8_000_000_000_000)]
    [InlineData(long.MaxValue)]
    public void Add_MoreThanAnHour_CountsAsAnHour(long nanoseconds) => Of([nanoseconds]).PercentileUs(100).Should().BeApproximately(3.6e9, 3.6e9 * 0.0006);

    [Fact]
    public void Merge_TwoHistograms_IsTheHistogramOfAllValues() =>
        Gen.Select(s_values, s_values).Sample((left, right) =>
        {
            var merged = Of(left);
            merged.Merge(Of(right));
            return merged.Encode() == Of([.. left, .. right]).Encode();
        });

    private static LatencyHistogram Of(long[] nanoseconds)
    {
        var histogram = new LatencyHistogram();
        foreach (var value in nanoseconds)
        {
            histogram.Add(value);
        }

        return histogram;
    }

    private static double Exact(long[] nanoseconds, double percentile)
    {
        var sorted = nanoseconds.Order().Select(value => value / 1e3).ToArray();
        var index = percentile / 100 * (sorted.Length - 1);
        var below = (int)Math.Floor(index);
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((sorted[above] - sorted[below]) * (index - below));
    }
}
