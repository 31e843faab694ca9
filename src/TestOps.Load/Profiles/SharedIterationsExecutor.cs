using TestOps.Core.Suites;
using TestOps.Load.Metrics;

namespace TestOps.Load.Profiles;

/// <summary>
/// k6's <c>shared-iterations</c>: users take iterations from a common number until it is used up. What nobody has taken when the longest duration is over counts as dropped.
/// </summary>
internal sealed class SharedIterationsExecutor : LoopingExecutor
{
    private readonly long _iterations;
    private long _taken;

    public SharedIterationsExecutor(SharedIterationsSpec scenario, IIteration iteration, UserPool users, SampleBoard board)
        : base(scenario, iteration, users, board) => _iterations = scenario.Iterations;

    private protected override async Task RunAsync(ExecutorRun run)
    {
        await base.RunAsync(run).ConfigureAwait(false);
        if (!run.IsCancelled)
        {
            Drop(_iterations - Math.Min(_iterations, _taken));
        }
    }

    private protected override bool Begins(ExecutorRun run, long begun) => run.MayStart && Interlocked.Increment(ref _taken) <= _iterations;
}
