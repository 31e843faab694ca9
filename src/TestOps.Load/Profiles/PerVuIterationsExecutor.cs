using TestOps.Core.Suites;
using TestOps.Load.Metrics;

namespace TestOps.Load.Profiles;

/// <summary>k6's <c>per-vu-iterations</c>: each user has a number of iterations of its own. What it has not begun when the longest duration is over counts as dropped.</summary>
internal sealed class PerVuIterationsExecutor : LoopingExecutor
{
    private readonly long _iterations;

    public PerVuIterationsExecutor(PerVuIterationsSpec scenario, IIteration iteration, UserPool users, SampleBoard board)
        : base(scenario, iteration, users, board) => _iterations = scenario.Iterations;

    private protected override bool Begins(ExecutorRun run, long begun) => begun < _iterations && run.MayStart;

    private protected override void End(ExecutorRun run, long begun)
    {
        if (!run.IsCancelled)
        {
            Drop(_iterations - begun);
        }
    }
}
