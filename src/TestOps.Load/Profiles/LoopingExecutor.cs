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

    /// <summary>Whether a user that has begun so many iterations begins another.</summary>
    private protected abstract bool Begins(ExecutorRun run, long begun);

    /// <summary>A user has ended after so many iterations.</summary>
    private protected virtual void End(ExecutorRun run, long begun)
    {
    }

    private async Task ServeAsync(VirtualUser user, ExecutorRun run)
    {
        await Users.TurnAsync().ConfigureAwait(false);
        Users.Enter();
        try
        {
            // As IterateAsync has it, but within this method: of ten thousand users each has an object for every method that waits.
            var begun = 0L;
            while (Begins(run, begun))
            {
                begun++;
                var start = Begin(user, run, dueNs: null);
                var isImmediate = false;
                try
                {
                    var iteration = Iteration.RunAsync(user, start, run.Stopped);
                    isImmediate = iteration.IsCompleted;
                    await iteration.ConfigureAwait(false);
                }
                catch (OperationCanceledException) when (run.IsStopped)
                {
                    // Counted below.
                }
                finally
                {
                    Iteration.End(user);
                }

                Count(user, run, start, run.Stopped);
                if (isImmediate)
                {
                    // Whoever waits for nothing would keep all others from the thread that it runs on.
                    await Users.TurnAsync().ConfigureAwait(false);
                }
            }

            End(run, begun);
        }
        catch
        {
            await run.FailAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            Users.Leave();
        }
    }
}
