using System.Numerics;
using CsCheck;
using TestOps.Core.Suites;
using TestOps.Load.Profiles;

namespace TestOps.Load.Tests.Profiles;

public sealed class ArrivalScheduleTests
{
    private static readonly Gen<(int Rate, TimeSpan Unit, TimeSpan Duration)> s_profiles =
        from rate in Gen.Int[1, 20_000]
        from unit in Gen.Int[1, 3_600_000]
        from duration in Gen.Int[1, 3_600_000]
        select (rate, TimeSpan.FromMilliseconds(unit), TimeSpan.FromMilliseconds(duration));

    private static readonly Gen<(int Start, TimeSpan Unit, LoadStageSpec[] Stages)> s_ramps =
        from start in Gen.Int[0, 10_000_000]
        from unit in Gen.Long[1, 36_000_000_000]
        from stages in Gen.Select(Gen.OneOf(Gen.Const(0L), Gen.Long[1, 864_000_000_000]), Gen.OneOf(Gen.Const(0), Gen.Int[0, 10_000_000]), static (ticks, target) => new LoadStageSpec(new TimeSpan(ticks), target)).Array[1, 6]
        select (start, new TimeSpan(unit), stages);

    [Fact]
    public void DueNs_AnyConstantRate_IsIndexTimesUnitByRate() =>
        Gen.Select(s_profiles, Gen.Double[0, 1]).Sample((profile, where) =>
        {
            var schedule = ArrivalSchedule.Constant(profile.Rate, profile.Unit, profile.Duration);
            var index = (long)(where * (schedule.Count - 1));
            return new BigInteger(schedule.DueNs(index)) == new BigInteger(index) * profile.Unit.Ticks * 100 / profile.Rate;
        });

    [Fact]
    public void Count_AnyConstantRate_IsEveryStartBeforeTheEndAndNoneAtIt() =>
        s_profiles.Sample(profile =>
        {
            var schedule = ArrivalSchedule.Constant(profile.Rate, profile.Unit, profile.Duration);
            var durationTimesRate = new BigInteger(profile.Duration.Ticks) * profile.Rate;
            return (schedule.Count - 1) * new BigInteger(profile.Unit.Ticks) < durationTimesRate
                && schedule.Count * new BigInteger(profile.Unit.Ticks) >= durationTimesRate;
        });

    [Theory]
    [InlineData(40, 1000, 2000, 80)]
    [InlineData(30, 1000, 2000, 60)]
    [InlineData(1, 60_000, 90_000, 2)]
    [InlineData(7, 1000, 1100, 8)]
    public void Count_KnownConstantRate_IsTheFloorOrOneMore(int rate, int unitMs, int durationMs, long expected) =>
        ArrivalSchedule.Constant(rate, TimeSpan.FromMilliseconds(unitMs), TimeSpan.FromMilliseconds(durationMs)).Count.Should().Be(expected);

    [Fact]
    public void DueNs_AnyRamp_IsTheLastNanosecondBeforeTheAreaIsBeyondTheStart() =>
        Gen.Select(s_ramps, Gen.Double[0, 1]).Sample((ramp, where) =>
        {
            var schedule = ArrivalSchedule.Ramping(ramp.Start, ramp.Unit, ramp.Stages);
            if (schedule.Count == 0)
            {
                return true;
            }

            var index = (long)(where * (schedule.Count - 1));
            var dueNs = schedule.DueNs(index);
            return IsAtMost(ramp, dueNs, index + 1) && (!IsAtMost(ramp, dueNs + 1, index + 1) || IsReachedWithin(ramp, dueNs, index + 1));
        }, iter: 3000);

    [Fact]
    public void Count_AnyRamp_IsTheWholePartOfTheArea() =>
        s_ramps.Sample(ramp =>
        {
            var (area, by) = Area(ramp, ramp.Stages.Sum(static stage => stage.Duration.Ticks) * 100);
            return ArrivalSchedule.Ramping(ramp.Start, ramp.Unit, ramp.Stages).Count == area / by;
        });

    // The recording of k6 2.2.0 has 62 iterations for this profile, too: 17.5 + 30 + 15 starts.
    [Fact]
    public void DueNs_RampUpHoldAndDown_FollowsTheClosedForm()
    {
        var second = TimeSpan.FromSeconds(1);
        var schedule = ArrivalSchedule.Ramping(5, second, [new(second, 30), new(second, 30), new(second, 0)]);

        schedule.Count.Should().Be(62);
        Enumerable.Range(0, 62).Select(index => schedule.DueNs(index)).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
        var first = (-5 + Math.Sqrt(25 + (2 * 25 * 1.0))) / 25 * 1e9;
        schedule.DueNs(0).Should().Be((long)first, "the first start is at area 1, not at 0");
        schedule.DueNs(17).Should().Be(1_000_000_000 + (500_000_000 / 30), "half a start is carried into the second stage");
    }

    [Fact]
    public void DueNs_FiveThousandASecond_StartsEachSecondWhatThePlanAsks()
    {
        var schedule = ArrivalSchedule.Constant(5_000, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20));

        Enumerable.Range(0, (int)schedule.Count).GroupBy(index => schedule.DueNs(index) / 1_000_000_000).Should().OnlyContain(second => second.Count() == 5_000);
    }

    [Fact]
    public void Create_RateOfZero_IsRefused() =>
        FluentActions.Invoking(() => ArrivalSchedule.Constant(0, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1))).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void DueNs_BeyondTheLastStart_IsRefused() =>
        FluentActions.Invoking(() => ArrivalSchedule.Constant(1, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)).DueNs(1)).Should().Throw<ArgumentOutOfRangeException>();

    private static bool IsAtMost((int Start, TimeSpan Unit, LoadStageSpec[] Stages) ramp, BigInteger ns, long starts)
    {
        var (area, by) = Area(ramp, ns);
        return area <= starts * by;
    }

    // Where the rate is 0 afterwards the area stays: the start is due at the first such nanosecond.
    private static bool IsReachedWithin((int Start, TimeSpan Unit, LoadStageSpec[] Stages) ramp, BigInteger ns, long starts)
    {
        var (area, by) = Area(ramp, ns);
        var (before, sameBy) = Area(ramp, ns - 1);
        return area == starts * by && before < starts * sameBy;
    }

    // The integral of the rate from 0 to an instant, as a ratio: whole stages, then the trapezoid of the one that the instant is in.
    private static (BigInteger Area, BigInteger By) Area((int Start, TimeSpan Unit, LoadStageSpec[] Stages) ramp, BigInteger ns)
    {
        var (area, by) = (BigInteger.Zero, BigInteger.One);
        var (from, left) = (new BigInteger(ramp.Start), ns);
        foreach (var stage in ramp.Stages)
        {
            var takes = new BigInteger(stage.Duration.Ticks) * 100;
            var within = BigInteger.Min(left, takes);
            if (takes > 0)
            {
                // within x (from + rate there) / 2, with the rate there = from + (to - from) x within / takes.
                var doubled = within * ((2 * from * takes) + ((stage.Target - from) * within));
                (area, by) = ((area * 2 * takes) + (doubled * by), by * 2 * takes);
            }

            left -= within;
            from = stage.Target;
        }

        return (area, by * ramp.Unit.Ticks * 100);
    }
}
