using CsCheck;
using TestOps.Core.Suites;
using TestOps.Load.Metrics;
using TestOps.Load.Tests.Fakes;

namespace TestOps.Load.Tests.Profiles;

/// <summary>
/// Every executor under a clock that the test moves, against <see cref="ProfileModel"/>: what has started, ended, been interrupted and dropped, and who is at work, at every instant.
/// </summary>
public sealed class ExecutorScheduleTests
{
    private const int Samples = 60;
    private static readonly Gen<IReadOnlyList<LoadStageSpec>> s_stages =
        Gen.Select(Gen.OneOf(Gen.Const(0), Gen.Int[20, 900]), Gen.Int[0, 7], static (ms, target) => new LoadStageSpec(Ms(ms), target)).List[1, 4]
            .Where(static stages => stages.Exists(static stage => stage.Duration > TimeSpan.Zero)).Select(static stages => (IReadOnlyList<LoadStageSpec>)stages);

    [Fact]
    public async Task RunAsync_AnyConstantVus_IsWhereTheModelIs() => await HoldsAsync(
        from users in Gen.Int[1, 5]
        from durationMs in Gen.Int[1000, 1600]
        select new ConstantVusSpec { Name = "s", Exec = "ask", Vus = users, Duration = Ms(durationMs) },
        byUser: true);

    [Fact]
    public async Task RunAsync_AnyRampingVus_IsWhereTheModelIs() => await HoldsAsync(
        from start in Gen.Int[0, 6]
        from stages in s_stages
        from downMs in Gen.OneOf(Gen.Const(0), Gen.Int[1, 700])
        where start > 0 || stages.Any(stage => stage.Target > 0)
        select new RampingVusSpec { Name = "s", Exec = "ask", StartVus = start, Stages = stages, GracefulRampDown = Ms(downMs), Duration = Sum(stages) },
        byUser: true);

    [Fact]
    public async Task RunAsync_AnySharedIterations_IsWhereTheModelIs() => await HoldsAsync(
        from users in Gen.Int[1, 5]
        from more in Gen.Int[0, 30]
        from mostMs in Gen.Int[1000, 1500]
        select new SharedIterationsSpec { Name = "s", Exec = "ask", Vus = users, Iterations = users + more, Duration = Ms(mostMs) },
        byUser: false);

    [Fact]
    public async Task RunAsync_AnyPerVuIterations_IsWhereTheModelIs() => await HoldsAsync(
        from users in Gen.Int[1, 5]
        from iterations in Gen.Int[1, 9]
        from mostMs in Gen.Int[1000, 1500]
        select new PerVuIterationsSpec { Name = "s", Exec = "ask", Vus = users, Iterations = iterations, Duration = Ms(mostMs) },
        byUser: true);

    [Fact]
    public async Task RunAsync_AnyConstantArrivalRate_IsWhereTheModelIs() => await HoldsAsync(
        from rate in Gen.Int[1, 40]
        from unitMs in Gen.Int[200, 1700]
        from durationMs in Gen.Int[1000, 1500]
        from users in Gen.Int[1, 6]
        from more in Gen.Int[0, 3]
        select new ConstantArrivalRateSpec { Name = "s", Exec = "ask", Rate = rate, TimeUnit = Ms(unitMs), Duration = Ms(durationMs), PreAllocatedVus = users, MaxVus = users + more },
        byUser: false);

    [Fact]
    public async Task RunAsync_AnyRampingArrivalRate_IsWhereTheModelIs() => await HoldsAsync(
        from start in Gen.Int[0, 12]
        from stages in s_stages
        from times in Gen.Int[1, 4]
        from unitMs in Gen.Int[100, 1100]
        from users in Gen.Int[1, 6]
        from more in Gen.Int[0, 3]
        select new RampingArrivalRateSpec
        {
            Name = "s", Exec = "ask", StartRate = start, TimeUnit = Ms(unitMs), Duration = Sum(stages), PreAllocatedVus = users, MaxVus = users + more,
            Stages = [.. stages.Select(stage => stage with { Target = stage.Target * times })],
        },
        byUser: false);

    private static async Task HoldsAsync<TScenario>(Gen<TScenario> scenarios, bool byUser)
        where TScenario : LoadScenarioSpec
    {
        var profiles =
            from scenario in scenarios
            from startMs in Gen.OneOf(Gen.Const(0), Gen.Int[1, 400])
            from gracefulMs in Gen.Int[1, 900]
            from durations in Gen.Int[7, 600].Array[8]
            let whole = (LoadScenarioSpec)scenario with { StartTime = Ms(startMs), GracefulStop = Ms(gracefulMs) }
            let moments = ProfileModel.Of(whole, (user, number) => durations[(byUser ? user : number) % 8])
            where moments is not null
            select (whole, durations, moments);
        await profiles.SampleAsync(profile => FollowAsync(profile.whole, profile.durations, byUser, profile.moments), iter: Samples, threads: 1);
    }

    private static async Task FollowAsync(LoadScenarioSpec scenario, int[] durations, bool byUser, IReadOnlyList<ProfileMoment> moments)
    {
        using var bench = new ExecutorBench(scenario, (user, start) => Ms(durations[(byUser ? user.Number : start.Number) % 8]));
        var run = bench.Start();
        await bench.FollowAsync(moments);
        if (scenario is ConstantArrivalRateSpec or ConstantVusSpec && bench.NowMs < (scenario.StartTime + scenario.Duration).TotalMilliseconds)
        {
            run.IsCompleted.Should().BeFalse("a constant scenario takes its whole duration");
            bench.Advance((long)(scenario.StartTime + scenario.Duration).TotalMilliseconds - bench.NowMs);
        }

        await run;
        var result = bench.Finish();
        var last = moments[^1];
        (result.Count(MetricNames.Iterations), result.Count(MetricNames.DroppedIterations)).Should().Be((last.Complete, last.Dropped));
        bench.Iteration.Drain().Should().OnlyContain(start => start.DueNs == null || (start.LagNs >= 0 && start.LagNs < 1_000_000), "timers have a granularity of a millisecond");
        bench.Users.Active.Should().Be(0);
    }

    private static TimeSpan Sum(IEnumerable<LoadStageSpec> stages) => stages.Aggregate(TimeSpan.Zero, static (sum, stage) => sum + stage.Duration);

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
