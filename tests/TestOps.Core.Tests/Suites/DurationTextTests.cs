using CsCheck;
using TestOps.Core.Suites;

namespace TestOps.Core.Tests.Suites;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("2s", 2_000)]
    [InlineData("1m30s", 90_000)]
    [InlineData("2m", 120_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("1.5s", 1_500)]
    [InlineData("1h0m0.25s", 3_600_250)]
    [InlineData("90m", 5_400_000)]
    [InlineData("0", 0)]
    [InlineData("0s", 0)]
    public void TryParse_Duration_IsRead(string text, long milliseconds)
    {
        DurationText.TryParse(text, out var duration, out _).Should().BeTrue();
        duration.Should().Be(TimeSpan.FromMilliseconds(milliseconds));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("30", "no unit")]
    [InlineData("5 s", "' s' is not a unit")]
    [InlineData("5sec", "'sec' is not a unit")]
    [InlineData("s", "a number is missing")]
    [InlineData("-5s", "it is negative")]
    [InlineData("30s1m", "units must fall")]
    [InlineData("1s1s", "units must fall")]
    [InlineData("1..5s", "a number is missing")]
    [InlineData("0.0000001s", "finer than a microsecond")]
    [InlineData("8761h", "longer than 365 days")]
    [InlineData("99999999999999999999999h", "longer than 365 days")]
    [InlineData("1e3s", "'e' is not a unit")]
    public void TryParse_NoDuration_SaysWhy(string text, string reason)
    {
        DurationText.TryParse(text, out var duration, out var problem).Should().BeFalse();
        problem.Should().Contain(reason);
        duration.Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public void Format_AnyMicroseconds_ReadsBack()
        => Gen.Long[0, DurationText.Longest.Ticks / TimeSpan.TicksPerMicrosecond].Sample(microseconds =>
        {
            var duration = TimeSpan.FromMicroseconds(microseconds);
            return DurationText.TryParse(DurationText.Format(duration), out var read, out _) && read == duration;
        });

    [Fact]
    public void TryParse_AnyText_NeverThrows() => Gen.String.Sample(static text => DurationText.TryParse(text, out _, out var problem) == (problem.Length == 0));

    [Fact]
    public void Format_Durations_IsShort()
    {
        DurationText.Format(TimeSpan.Zero).Should().Be("0s");
        DurationText.Format(TimeSpan.FromSeconds(90)).Should().Be("1m30s");
        DurationText.Format(TimeSpan.FromHours(25)).Should().Be("25h");
        DurationText.Format(TimeSpan.FromMilliseconds(1500)).Should().Be("1s500ms");
    }
}
