using TestOps.Core.Suites;
using TestOps.Load.Metrics;

namespace TestOps.Load.Profiles;

/// <summary>k6's <c>constant-vus</c>: each user starts its next iteration as soon as the last one has ended.</summary>
internal sealed class ConstantVusExecutor : Executor
{
    private readonly ConstantVusSpec _scenario;
    private readonly List<VirtualUser> _users = [];

    public ConstantVusExecutor(ConstantVusSpec scenario, IIteration iteration, UserPool users, SampleBoard board)
        : base(scenario, iteration, users, board) => _scenario = scenario;

    public override void Prepare()
    {
        for (var i = 0; i < _scenario.Vus; i++)
        {
            _users.Add(Users.Make());
        }
    }

    private protected override Task RunAsync(LoadClock clock, long startNs, long endNs, CancellationTokenSource stop) =>
        Task.WhenAll(_users.Select(user => LoopAsync(user, clock, endNs, stop)));

    private async Task LoopAsync(VirtualUser user, LoadClock clock, long endNs, CancellationTokenSource stop)
    {
        // Users must not run one after the other where iterations complete synchronously.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        Users.Enter();
        try
        {
            while (clock.NowNs < endNs && !stop.IsCancellationRequested)
            {
                await IterateAsync(user, clock, dueNs: null, stop).ConfigureAwait(false);
            }
        }
        finally
        {
            Users.Leave();
        }
    }
}
