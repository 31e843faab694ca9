using System.Numerics;
using CsCheck;
using TestOps.Core.Suites;
using TestOps.Load.Profiles;

namespace TestOps.Load.Tests.Profiles;

public sealed class UserRampTests
{
    private static readonly Gen<(int Start, LoadStageSpec[] Stages)> s_ramps =
        from start in Gen.Int[0, 40]
        from stages in Gen.Select(Gen.OneOf(Gen.Const(0L), Gen.Long[1, 864_000_000_000]), Gen.Int[0, 40], static (ticks, target) => new LoadStageSpec(new TimeSpan(ticks), target)).Array[1, 6]
        select (start, stages);

    [Fact]
    public void LivesOf_AnyRampAtAnyInstant_WantsWhatTheLineWants() =>
        Gen.Select(s_ramps, Gen.Double[0, 1], Gen.Long[0, 60_000_000_000]).Sample((ramp, where, gracefulNs) =>
        {
            var schedule = new UserRamp(ramp.Start, ramp.Stages, new TimeSpan(gracefulNs / 100));
            var instants = ramp.Stages.Aggregate(new List<long> { 0 }, static (ends, stage) => [.. ends, ends[^1] + (stage.Duration.Ticks * 100)]);
            instants.AddRange([.. instants.SelectMany(static ns => new[] { ns - 1, ns + 1 }), (long)(where * schedule.EndNs)]);
            foreach (var ns in instants.Where(ns => ns >= 0 && ns < schedule.EndNs))
            {
                for (var user = 0; user < 41; user++)
                {
                    schedule.LivesOf(user).SelectMany(static life => life.Spans).Count(span => span.StartNs <= ns && ns < span.EndNs)
                        .Should().Be(user < UsersAt(ramp.Start, ramp.Stages, ns) ? 1 : 0, "user {0} at {1} ns", user, ns);
                }
            }
        }, iter: 300);

    [Fact]
    public void LivesOf_AnyRamp_EndsAtTheEndAndKillsOnlyWhoIsNotWantedInTime() =>
        Gen.Select(s_ramps, Gen.Long[0, 200_000_000_000], Gen.Int[0, 40]).Sample((ramp, gracefulTicks, user) =>
        {
            var lives = new UserRamp(ramp.Start, ramp.Stages, new TimeSpan(gracefulTicks)).LivesOf(user);
            var end = ramp.Stages.Sum(static stage => stage.Duration.Ticks) * 100;
            var spans = lives.SelectMany(static life => life.Spans).ToList();
            spans.Zip(spans.Skip(1)).Should().OnlyContain(pair => pair.First.EndNs < pair.Second.StartNs);
            spans.Should().OnlyContain(span => span.StartNs < span.EndNs && span.EndNs <= end);
            for (var i = 0; i < lives.Count; i++)
            {
                var left = lives[i].Spans[^1].EndNs;
                var staysToTheEnd = left == end && ramp.Stages[^1].Target > user;
                lives[i].KillNs.Should().Be(staysToTheEnd ? null : left + (gracefulTicks * 100));
                lives[i].Spans.Zip(lives[i].Spans.Skip(1)).Should().OnlyContain(pair => pair.Second.StartNs <= pair.First.EndNs + (gracefulTicks * 100));
                (i == 0 || lives[i].Spans[0].StartNs > lives[i - 1].KillNs).Should().BeTrue();
            }
        }, iter: 1000);

    [Fact]
    public void LivesOf_UpHoldAndDown_JoinsAtTheWholeNumberAndLeavesOneBelow()
    {
        var second = TimeSpan.FromSeconds(1);
        var ramp = new UserRamp(0, [new(second, 4), new(second, 4), new(second, 0)], TimeSpan.FromMilliseconds(500));

        Enumerable.Range(0, 4).Select(user => ramp.LivesOf(user).Single().Spans.Single()).Should().Equal(
            new UserSpan(250_000_000, 3_000_000_000),
            new UserSpan(500_000_000, 2_750_000_000),
            new UserSpan(750_000_000, 2_500_000_000),
            new UserSpan(1_000_000_000, 2_250_000_000));
        ramp.LivesOf(3).Single().KillNs.Should().Be(2_750_000_000);
        ramp.LivesOf(4).Should().BeEmpty();
        (ramp.UsersMax, ramp.EndNs).Should().Be((4, 3_000_000_000));
    }

    // floor of the line where it rises, ceiling where it falls; at a jump the later value.
    private static BigInteger UsersAt(int start, LoadStageSpec[] stages, long ns)
    {
        var (from, since) = (start, 0L);
        foreach (var stage in stages)
        {
            var takes = stage.Duration.Ticks * 100;
            if (ns < since + takes)
            {
                var moved = new BigInteger(stage.Target - from) * (ns - since);
                return from + (moved.Sign < 0 ? -(-moved / takes) : moved / takes);
            }

            (from, since) = (stage.Target, since + takes);
        }

        return from;
    }
}
