using System.Numerics;
using CsCheck;
using TestOps.Load.Profiles;

namespace TestOps.Load.Tests.Profiles;

public sealed class ArrivalScheduleTests
{
    private static readonly Gen<(int Rate, TimeSpan Unit, TimeSpan Duration)> s_profiles =
        from rate in Gen.Int[1, 20_000]
        from unit in Gen.Int[1, 3_600_000]
        from duration in Gen.Int[1, 3_600_000]
        select (rate, TimeSpan.FromMilliseconds(unit), TimeSpan.FromMilliseconds(duration));

    [Fact]
    public void DueNs_AnyProfile_IsIndexTimesUnitByRate() =>
        Gen.Select(s_profiles, Gen.Long[0, 1_000_000]).Sample((profile, index) =>
        {
            var exact = new BigInteger(index) * profile.Unit.Ticks * 100 / profile.Rate;
            return new BigInteger(new ArrivalSchedule(profile.Rate, profile.Unit, profile.Duration).DueNs(index)) == exact;
        });

    [Fact]
    public void Count_AnyProfile_IsEveryStartBeforeTheEndAndNoneAtIt() =>
        s_profiles.Sample(profile =>
        {
            var schedule = new ArrivalSchedule(profile.Rate, profile.Unit, profile.Duration);
            var durationTimesRate = new BigInteger(profile.Duration.Ticks) * profile.Rate;
            return (schedule.Count - 1) * new BigInteger(profile.Unit.Ticks) < durationTimesRate
                && schedule.Count * new BigInteger(profile.Unit.Ticks) >= durationTimesRate;
        });

    [Theory]
    [InlineData(40, 1000, 2000, 80)]
    [InlineData(30, 1000, 2000, 60)]
    [InlineData(1, 60_000, 90_000, 2)]
    [InlineData(7, 1000, 1100, 8)]
    public void Count_KnownProfile_IsTheFloorOrOneMore(int rate, int unitMs, int durationMs, long expected) =>
        new ArrivalSchedule(rate, TimeSpan.FromMilliseconds(unitMs), TimeSpan.FromMilliseconds(durationMs)).Count.Should().Be(expected);

    [Fact]
    public void Create_RateOfZero_IsRefused() =>
        FluentActions.Invoking(() => new ArrivalSchedule(0, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1))).Should().Throw<ArgumentOutOfRangeException>();
}
