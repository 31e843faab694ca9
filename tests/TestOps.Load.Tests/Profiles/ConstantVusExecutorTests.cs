using CsCheck;
using TestOps.Core.Suites;
using TestOps.Load.Metrics;
using TestOps.Load.Profiles;
using TestOps.Load.Tests.Fakes;

namespace TestOps.Load.Tests.Profiles;

public sealed class ConstantVusExecutorTests
{
    [Fact]
    public async Task RunAsync_AnyProfile_StartsNothingAfterTheEndAndInterruptsAfterTheGracefulStop() =>
        await (from users in Gen.Int[1, 5]
               from iterationMs in Gen.Int[7, 700]
               from durationMs in Gen.Int[1000, 2000]
               from gracefulMs in Gen.Int[0, 900]
               where (durationMs + gracefulMs) % iterationMs != 0
               select (users, iterationMs, durationMs, gracefulMs))
            .SampleAsync(CountsFollowTheClockAsync, iter: 40, threads: 1);

    [Fact]
    public async Task RunAsync_StartTime_StartsNoEarlier()
    {
        using var bench = new ExecutorBench(Scenario(2) with { StartTime = TimeSpan.FromMilliseconds(400) }, TimeSpan.FromMilliseconds(300));
        var run = bench.Start();
        bench.Advance(399);
        bench.Users.Active.Should().Be(0);
        bench.Advance(1);
        await bench.Iteration.WaitForStartsAsync(2);

        bench.Iteration.Started.Should().OnlyContain(start => start.StartedNs == 400_000_000 && start.DueNs == null);
        for (var round = 1; round <= 4; round++)
        {
            bench.Advance(300);
            await bench.SettleAsync(2 * Math.Min(round + 1, 4), 2 * round);
        }

        await run;
        bench.Executor.Complete.Should().Be(8);
    }

    [Fact]
    public async Task RunAsync_IterationFails_RisesAndStopsTheOthers()
    {
        using var bench = new ExecutorBench(Scenario(3), TimeSpan.Zero, time => new FailingIteration(time));

        await bench.Start().Awaiting(run => run).Should().ThrowAsync<InvalidOperationException>().WithMessage("user 0 fails");

        bench.Users.Active.Should().Be(0);
    }

    private static async Task CountsFollowTheClockAsync((int Users, int IterationMs, int DurationMs, int GracefulMs) profile)
    {
        var (users, iterationMs, durationMs, gracefulMs) = profile;
        var scenario = Scenario(users) with { Duration = TimeSpan.FromMilliseconds(durationMs), GracefulStop = TimeSpan.FromMilliseconds(gracefulMs) };
        using var bench = new ExecutorBench(scenario, TimeSpan.FromMilliseconds(iterationMs));
        var run = bench.Start();
        var started = (durationMs + iterationMs - 1) / iterationMs;
        var complete = Math.Min(started, (durationMs + gracefulMs) / iterationMs);
        await bench.SettleAsync(users, 0);
        for (var ended = 1; ended <= complete; ended++)
        {
            bench.Advance(iterationMs - 1);
            bench.Executor.Complete.Should().Be(users * (ended - 1));
            bench.Advance(1);
            await bench.SettleAsync(users * Math.Min(ended + 1, started), users * ended);
        }

        bench.Advance(Math.Max(1, durationMs + gracefulMs - bench.NowMs));
        await run;
        bench.Iteration.Drain().Should().HaveCount(users * started);
        bench.Executor.Complete.Should().Be(users * complete);
        bench.Executor.Interrupted.Should().Be(users * (started - complete));
        bench.Finish().Count(MetricNames.Iterations).Should().Be(users * complete);
    }

    private static ConstantVusSpec Scenario(int users) => new() { Name = "closed", Exec = "ask", Vus = users, Duration = TimeSpan.FromSeconds(1) };

    private sealed class FailingIteration(TimeProvider time) : IIteration
    {
        public async ValueTask<bool> RunAsync(VirtualUser user, IterationStart start, CancellationToken cancellationToken)
        {
            if (user.Number == 0)
            {
                throw new InvalidOperationException("user 0 fails");
            }

            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
            return true;
        }
    }
}
