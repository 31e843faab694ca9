using TestOps.Core;
using TestOps.Core.Runs;

namespace TestOps.Cli.Rendering;

/// <summary>Shows a run while it goes on. It reads the journal and nothing else, so that it shows only what is committed.</summary>
internal interface IRunView
{
    /// <summary>Follows the run to its end.</summary>
    Task FollowAsync(IRunStore store, RunId runId, TimeProvider time, CancellationToken cancellationToken);
}
