using TestOps.Core.Suites;
using TestOps.Load.Metrics;

namespace TestOps.Load.Profiles;

/// <summary>k6's <c>constant-vus</c>: each user starts its next iteration as soon as the last one has ended.</summary>
internal sealed class ConstantVusExecutor : LoopingExecutor
{
    public ConstantVusExecutor(ConstantVusSpec scenario, IIteration iteration, UserPool users, SampleBoard board)
        : base(scenario, iteration, users, board)
    {
    }

    private protected override bool Begins(ExecutorRun run, long begun) => run.MayStart;
}
