using TestOps.Core.Suites;
using TestOps.Load.Metrics;

namespace TestOps.Load.Profiles;

/// <summary>An executor whose users, all made before the start, loop side by side from the scenario's start on.</summary>
internal abstract class LoopingExecutor : Executor
{
    private readonly List<VirtualUser> _users = [];

    private protected LoopingExecutor(LoadScenarioSpec scenario, IIteration iteration, UserPool users, SampleBoard board)
        : base(scenario, iteration, users, board)
    {
    }

    public sealed override void Prepare()
    {
        for (var i = 0; i < Scenario.VusMax; i++)
        {
            _users.Add(Users.Make());
        }
    }

    private protected override Task RunAsync(ExecutorRun run) => Task.WhenAll(_users.Select(user => ServeAsync(user, run)));

    /// <summary>The iterations of one user.</summary>
    private protected abstract Task LoopAsync(VirtualUser user, ExecutorRun run);

    private async Task ServeAsync(VirtualUser user, ExecutorRun run)
    {
        // Users must not run one after the other where iterations complete synchronously.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        Users.Enter();
        try
        {
            await LoopAsync(user, run).ConfigureAwait(false);
        }
        finally
        {
            Users.Leave();
        }
    }
}
