using CsCheck;
using TestOps.Core.Suites;
using TestOps.Load.Metrics;
using TestOps.Load.Profiles;
using TestOps.Load.Tests.Fakes;

namespace TestOps.Load.Tests.Profiles;

public sealed class ConstantArrivalRateExecutorTests
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task RunAsync_EnoughUsers_StartsEachIterationAtItsDueTime() =>
        await Gen.Select(Gen.Int[1, 60], Gen.Int[100, 1700], Gen.Int[1000, 2500], Gen.Int[1, 40], Gen.Int[0, 350])
            .SampleAsync(StartsFollowTheScheduleAsync, iter: 25, threads: 1);

    [Fact]
    public async Task RunAsync_NoFreeUser_DropsTheStartForGood()
    {
        using var bench = new ExecutorBench(Scenario(rate: 10, users: 1), TimeSpan.FromMilliseconds(250));
        var run = bench.Start();
        for (var turn = 1; turn <= 4; turn++)
        {
            await bench.SettleAsync(turn, turn - 1);
            bench.Advance(250);
            await bench.SettleAsync(turn, turn);
            bench.Advance(50);
        }

        await run;

        bench.Iteration.Drain().Select(start => start.DueNs / 1_000_000).Should().Equal(0, 300, 600, 900);
        bench.Executor.Dropped.Should().Be(6);
        bench.Executor.Complete.Should().Be(4);
        bench.Finish().Count(MetricNames.DroppedIterations).Should().Be(6);
    }

    [Fact]
    public async Task RunAsync_NoFreeUser_MakesUsersUpToTheLimit()
    {
        using var bench = new ExecutorBench(Scenario(rate: 20, users: 1, usersMax: 3), TimeSpan.FromSeconds(20));
        var run = bench.Start();
        await bench.Iteration.WaitForStartsAsync(1);
        await bench.UserMade.WaitAsync(s_deadline);
        bench.Advance(50);
        (await bench.UserMade.WaitAsync(s_deadline)).Should().BeTrue("the first dropped start makes a user in the background");
        while (bench.NowMs < 1000)
        {
            bench.Advance(50);
        }

        await bench.Iteration.WaitForStartsAsync(20 - bench.Executor.Dropped);

        // Beyond the last iteration's end, and not so far as the end of the graceful stop, which would race with it.
        bench.Advance(25_000);
        await run;

        bench.Users.Made.Should().BeInRange(2, 3);
        (bench.Iteration.Drain().Count + bench.Executor.Dropped).Should().Be(20);
        bench.Executor.Complete.Should().Be(bench.Iteration.Started.Count);
    }

    [Fact]
    public async Task RunAsync_SchedulerIsLate_StartsEverythingThatIsDueAtOnce()
    {
        using var bench = new ExecutorBench(Scenario(rate: 100, users: 100), TimeSpan.Zero);
        var run = bench.Start();
        await bench.Iteration.WaitForStartsAsync(1);

        bench.Advance(505);
        await bench.Iteration.WaitForStartsAsync(51);
        bench.Iteration.Started.Skip(1).Should().OnlyContain(start => start.StartedNs == 505_000_000);
        bench.Iteration.Started.Select(start => start.DueNs).Should().BeEquivalentTo(Enumerable.Range(0, 51).Select(i => i * 10_000_000L));

        bench.Advance(5);
        await bench.Iteration.WaitForStartsAsync(52);
        bench.Iteration.Started[^1].LagNs.Should().Be(0, "a late scheduler does not shift the schedule");
        bench.Advance(2_000);
        await run;
        bench.Executor.Dropped.Should().Be(48, "long after the end nothing is started any more");
    }

    [Fact]
    public async Task RunAsync_IterationOutlivesGracefulStop_InterruptsItWithoutASample()
    {
        using var bench = new ExecutorBench(Scenario(rate: 1, users: 1) with { GracefulStop = TimeSpan.FromMilliseconds(200) }, TimeSpan.FromSeconds(5));
        var run = bench.Start();
        await bench.Iteration.WaitForStartsAsync(1);

        bench.Advance(1199);
        run.IsCompleted.Should().BeFalse();
        bench.Advance(1);
        await run;

        bench.Executor.Interrupted.Should().Be(1);
        bench.Executor.Complete.Should().Be(0);
        bench.Finish().Sinks.Should().NotContainKeys(MetricNames.Iterations, MetricNames.IterationDuration);
    }

    [Fact]
    public async Task RunAsync_Cancelled_StopsStartingAndReturns()
    {
        using var cancellation = new CancellationTokenSource();
        using var bench = new ExecutorBench(Scenario(rate: 10, users: 10), TimeSpan.FromMilliseconds(500));
        var run = bench.Start(cancellation.Token);
        await bench.Iteration.WaitForStartsAsync(1);
        bench.Advance(100);
        await bench.Iteration.WaitForStartsAsync(2);

        await cancellation.CancelAsync();
        await run;

        bench.Executor.Interrupted.Should().Be(2);
        bench.Executor.Dropped.Should().Be(0, "what was never started because of the cancellation is not the engine's fault");
        bench.Users.Active.Should().Be(0);
    }

    private static async Task StartsFollowTheScheduleAsync(int rate, int unitMs, int durationMs, int stepMs, int startMs)
    {
        var duration = TimeSpan.FromMilliseconds(durationMs);
        var schedule = ArrivalSchedule.Constant(rate, TimeSpan.FromMilliseconds(unitMs), duration);
        var scenario = Scenario(rate, (int)schedule.Count) with
        {
            TimeUnit = TimeSpan.FromMilliseconds(unitMs), Duration = duration, StartTime = TimeSpan.FromMilliseconds(startMs),
        };
        using var bench = new ExecutorBench(scenario, TimeSpan.Zero);
        var dues = Enumerable.Range(0, (int)schedule.Count).Select(i => (startMs * 1_000_000L) + schedule.DueNs(i)).ToList();
        var run = bench.Start();
        while (!run.IsCompleted && bench.NowMs < startMs + durationMs)
        {
            var toEnd = startMs + durationMs - 1 - bench.NowMs;
            bench.Advance(toEnd > 0 ? Math.Min(stepMs, toEnd) : 1);
            await bench.Iteration.WaitForStartsAsync(dues.Count(due => due <= bench.NowMs * 1_000_000L && bench.NowMs < startMs + durationMs));
        }

        await run;
        var starts = bench.Iteration.Drain();
        starts.Select(start => start.DueNs!.Value).Order().Should().Equal(dues);
        starts.Should().OnlyContain(start => start.LagNs >= 0 && start.LagNs < stepMs * 1_000_000L + 1_000_000L);
        (starts.Count, bench.Executor.Dropped).Should().Be(((int)schedule.Count, 0));
        bench.Executor.Complete.Should().Be(starts.Count);
    }

    private static ConstantArrivalRateSpec Scenario(int rate, int users, int? usersMax = null) => new()
    {
        Name = "steady",
        Exec = "ask",
        Rate = rate,
        Duration = TimeSpan.FromSeconds(1),
        PreAllocatedVus = users,
        MaxVus = usersMax ?? users,
    };
}
