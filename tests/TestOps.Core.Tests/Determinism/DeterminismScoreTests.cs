using CsCheck;
using TestOps.Core.Determinism;

namespace TestOps.Core.Tests.Determinism;

public sealed class DeterminismScoreTests
{
    private static readonly Gen<(long Sessions, long Identical)> Counts =
        Gen.Long[1, 1L << 40].SelectMany(sessions => Gen.Frequency((3, Gen.Long[0, sessions]), (1, Gen.Long[Math.Max(0, sessions - 3), sessions])).Select(identical => (sessions, identical)));

    [Fact]
    public void Compute_NoSessions_IsNull() => DeterminismScore.Compute(0, 0).Should().BeNull();

    [Theory]
    [InlineData(1, 1, "100.00")]
    [InlineData(3, 2, "66.66")]
    [InlineData(10, 0, "0.00")]
    [InlineData(1000, 995, "99.50")]
    [InlineData(1_000_000, 999_999, "99.99")]
    [InlineData(long.MaxValue, long.MaxValue - 1, "99.99")]
    [InlineData(long.MaxValue, 1, "0.00")]
    public void ToString_Score_IsFlooredToTwoDecimals(long sessions, long identical, string expected) =>
        Score(sessions, identical).ToString().Should().Be(expected);

    [Theory]
    [InlineData(10, 9, "90", false)]
    [InlineData(10, 9, "90.0000000000000000000000001", true)]
    [InlineData(1_000_000_000, 899_999_999, "90", true)]
    [InlineData(3, 2, "66.67", true)]
    [InlineData(3, 2, "66.66", false)]
    [InlineData(10, 0, "0", false)]
    [InlineData(10, 0, "-1", false)]
    [InlineData(long.MaxValue, long.MaxValue - 1, "100", true)]
    [InlineData(long.MaxValue, long.MaxValue, "100", false)]
    public void IsBelow_Floor_UsesTheExactRatio(long sessions, long identical, string floor, bool isBelow) =>
        Score(sessions, identical).IsBelow(decimal.Parse(floor, System.Globalization.CultureInfo.InvariantCulture)).Should().Be(isBelow);

    // Computed from the binomial sums in 60 decimal digits.
    [Theory]
    [InlineData(20, 20, 0.860891659331735)]
    [InlineData(59, 59, 0.950492390111773)]
    [InlineData(100, 90, 0.836282376724185)]
    [InlineData(1000, 999, 0.995265006424500)]
    [InlineData(20, 19, 0.783893835793153)]
    [InlineData(50, 25, 0.376245891209320)]
    [InlineData(10, 1, 0.005116196891824)]
    [InlineData(2, 1, 0.025320565519104)]
    [InlineData(1_000_000, 10, 0.000005425415394)]
    [InlineData(100_000, 99_950, 0.999367171307175)]
    [InlineData(1_000_000, 999_990, 0.999983037839812)]
    [InlineData(5, 0, 0)]
    public void LowerBound95_KnownValues_AreMet(long sessions, long identical, double expected) =>
        Score(sessions, identical).LowerBound95.Should().BeApproximately(expected, 1e-10);

    [Theory]
    [InlineData(20, 20, "20 sessions alike: at least 86 % would be, with 95 % confidence")]
    [InlineData(1, 1, "1 session alike: at least 5 % would be, with 95 % confidence")]
    [InlineData(100, 90, "90 of 100 sessions alike: at least 83 % would be, with 95 % confidence")]
    [InlineData(1000, 1000, "1000 sessions alike: at least 99.70 % would be, with 95 % confidence")]
    [InlineData(3, 0, "0 of 3 sessions alike: at least 0 % would be, with 95 % confidence")]
    public void Words_Score_SayTheBound(long sessions, long identical, string expected) => Score(sessions, identical).Words.Should().Be(expected);

    [Fact]
    public void Compute_ImpossibleCounts_AreRefused()
    {
        FluentActions.Invoking(() => DeterminismScore.Compute(1, 2)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => DeterminismScore.Compute(-1, -1)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => DeterminismScore.Compute(1, -1)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Value_AnyCounts_IsBoundedAndAHundredOnlyWhenAllAreIdentical() => Counts.Sample(counts =>
    {
        var score = Score(counts.Sessions, counts.Identical);
        score.Value.Should().BeInRange(0, 100);
        (score.Value == 100).Should().Be(counts.Identical == counts.Sessions);
        (score.ToString() == "100.00").Should().Be(counts.Identical == counts.Sessions);
    });

    [Fact]
    public void Value_OneMoreDivergence_NeverRaisesScoreOrBound() => Counts.Where(counts => counts.Identical > 0).Sample(counts =>
    {
        var before = Score(counts.Sessions, counts.Identical);
        var after = Score(counts.Sessions, counts.Identical - 1);
        after.Value.Should().BeLessThanOrEqualTo(before.Value);
        (before.IsBelow(90) && !after.IsBelow(90)).Should().BeFalse();
    });

    [Fact]
    public void LowerBound95_AnyCounts_IsBelowTheRatioAndMonotonic() =>
        Gen.Long[1, 5000].SelectMany(sessions => Gen.Long[1, sessions].Select(identical => (sessions, identical))).Sample(counts =>
        {
            var bound = Score(counts.sessions, counts.identical).LowerBound95;
            bound.Should().BeInRange(0, (double)counts.identical / counts.sessions);
            Score(counts.sessions, counts.identical - 1).LowerBound95.Should().BeLessThan(bound);
        });

    private static DeterminismScore Score(long sessions, long identical) => DeterminismScore.Compute(sessions, identical)!;
}
