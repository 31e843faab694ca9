using TestOps.Core.Suites;
using TestOps.Load.Metrics;

namespace TestOps.Load.Profiles;

/// <summary>
/// k6's <c>ramping-vus</c>: users loop while the line of stages wants them. Each user goes by its own times (<see cref="UserRamp"/>), so that nothing waits for anything.
/// </summary>
internal sealed class RampingVusExecutor : Executor
{
    private readonly UserRamp _ramp;
    private readonly List<VirtualUser> _users = [];

    public RampingVusExecutor(RampingVusSpec scenario, IIteration iteration, UserPool users, SampleBoard board)
        : base(scenario, iteration, users, board) => _ramp = new UserRamp(scenario.StartVus, scenario.Stages, scenario.GracefulRampDown);

    public override void Prepare()
    {
        for (var i = 0; i < _ramp.UsersMax; i++)
        {
            _users.Add(Users.Make());
        }
    }

    private protected override Task RunAsync(ExecutorRun run) => Task.WhenAll(_users.Select((user, number) => ServeAsync(user, _ramp.LivesOf(number), run)));

    private async Task ServeAsync(VirtualUser user, IReadOnlyList<UserLife> lives, ExecutorRun run)
    {
        await Users.TurnAsync().ConfigureAwait(false);
        try
        {
            foreach (var life in lives)
            {
                await run.Clock.WaitUntilAsync(run.StartNs + life.Spans[0].StartNs, run.Stopped).ConfigureAwait(false);
                await LiveAsync(user, life, run).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (run.IsStopped)
        {
            // It waited for a time that does not come any more.
        }
    }

    private async Task LiveAsync(VirtualUser user, UserLife life, ExecutorRun run)
    {
        using var kill = life.KillNs is { } killNs ? run.Clock.CancelAt(run.StartNs + killNs) : new CancellationTokenSource();
        using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(run.Stopped, kill.Token);
        foreach (var span in life.Spans)
        {
            await run.Clock.WaitUntilAsync(run.StartNs + span.StartNs, run.Stopped).ConfigureAwait(false);
            Users.Enter();
            try
            {
                while (run.Clock.NowNs < run.StartNs + span.EndNs && !interrupt.IsCancellationRequested)
                {
                    var iteration = IterateAsync(user, run, dueNs: null, interrupt.Token);
                    var isImmediate = iteration.IsCompleted;
                    await iteration.ConfigureAwait(false);
                    if (isImmediate)
                    {
                        await Users.TurnAsync().ConfigureAwait(false);
                    }
                }
            }
            finally
            {
                Users.Leave();
            }
        }
    }
}
