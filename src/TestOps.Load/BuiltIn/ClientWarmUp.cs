using TestOps.Core.Safety;
using TestOps.Core.Suites;
using TestOps.Load.Metrics;
using TestOps.Load.Profiles;

namespace TestOps.Load.BuiltIn;

/// <summary>
/// Runs the profile's own sessions through the same executors against a loopback stub, so that the first measured second does not pay for compilation. Its
/// samples go to a board of their own, which is thrown away.
/// </summary>
internal static class ClientWarmUp
{
    private const int UsersMax = 8;
    private const int Rate = 200;

    public static async Task RunAsync(LoadSpec load, TargetPolicy policy, TimeProvider time, Func<LoadScenarioSpec, Uri, IIteration> iteration, CancellationToken cancellationToken)
    {
        if (load.WarmUp <= TimeSpan.Zero)
        {
            return;
        }

        var stub = new LoopbackStub();
        await using var disposal = stub.ConfigureAwait(false);
        var board = new SampleBoard([]);
        using var users = new UserPool(() => new LoadHttpClient(new LoadTarget { BaseAddress = stub.Address, Http = load.Http with { Version = "1.1" } }, policy, time), board);
        var executors = load.Scenarios.Select(scenario => Executor.For(Brief(scenario, load.WarmUp), iteration(scenario, stub.Address), users, board)).ToList();
        var profile = new LoadProfile(executors);
        profile.Prepare();
        await profile.RunAsync(new LoadClock(time), cancellationToken).ConfigureAwait(false);
        board.TakeSecond(0, null, null);
        cancellationToken.ThrowIfCancellationRequested();
    }

    // Steady shapes of the same kind: what is to be warm is the path of an iteration, not the shape of the load.
    private static LoadScenarioSpec Brief(LoadScenarioSpec scenario, TimeSpan duration)
    {
        var users = Math.Min(UsersMax, scenario.VusMax);
        return scenario is ConstantArrivalRateSpec or RampingArrivalRateSpec
            ? new ConstantArrivalRateSpec
            {
                Name = scenario.Name, Exec = scenario.Exec, GracefulStop = TimeSpan.Zero, Duration = duration, Rate = Rate, PreAllocatedVus = users, MaxVus = users,
            }
            : new ConstantVusSpec { Name = scenario.Name, Exec = scenario.Exec, GracefulStop = TimeSpan.Zero, Duration = duration, Vus = users };
    }
}
