using TestOps.Core;
using TestOps.Core.Runs;
using TestOps.Server.Problems;

namespace TestOps.Server.Runs;

/// <summary>Finds a run by what stands in an address.</summary>
internal static class RunLookup
{
    /// <exception cref="ApiProblemException">There is no such run.</exception>
    public static async Task<RunRecord> FindAsync(IRunStore store, string runId, CancellationToken cancellationToken) =>
        RunId.TryParse(runId, out var id) && await store.FindAsync(id, cancellationToken) is { } run
            ? run
            : throw new ApiProblemException(ProblemKind.RunNotFound, "run_id not found");
}
