using TestOps.Core;
using TestOps.Core.Runs;

namespace TestOps.Cli.Rendering;

/// <summary>Shows nothing while the run goes on.</summary>
internal sealed class SilentView : IRunView
{
    public Task FollowAsync(IRunStore store, RunId runId, TimeProvider time, CancellationToken cancellationToken) => Task.CompletedTask;
}
