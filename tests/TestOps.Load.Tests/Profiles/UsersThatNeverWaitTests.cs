using TestOps.Core.Suites;
using TestOps.Load.Tests.Fakes;

namespace TestOps.Load.Tests.Profiles;

public sealed class UsersThatNeverWaitTests
{
    private const int Users = 3;

    private static readonly LoadScenarioSpec[] s_scenarios =
    [
        new ConstantVusSpec { Name = "load", Exec = "ask", Vus = Users, Duration = TimeSpan.FromMinutes(1) },
        new PerVuIterationsSpec { Name = "load", Exec = "ask", Vus = Users, Iterations = int.MaxValue, Duration = TimeSpan.FromMinutes(1) },
        new RampingVusSpec { Name = "load", Exec = "ask", StartVus = Users, Duration = TimeSpan.FromMinutes(1), Stages = [new LoadStageSpec(TimeSpan.FromMinutes(1), Users)] },
    ];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task RunAsync_OnOneThread_LetTheOthersBegin(int scenario)
    {
        using var thread = new OneThread();
        using var stop = new CancellationTokenSource();
        var iteration = new ImmediateIteration(Users);
        using var bench = new ExecutorBench(s_scenarios[scenario], TimeSpan.Zero, _ => iteration, thread.TurnAsync);
        var run = bench.Start(stop.Token);

        await iteration.AllBegan.WaitAsync(TimeSpan.FromSeconds(20));

        await stop.CancelAsync();
        await run;
    }
}
