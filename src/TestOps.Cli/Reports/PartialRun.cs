using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Runs;

namespace TestOps.Cli.Reports;

/// <summary>Tells from the first event of a run whether it left a part of its suite out.</summary>
internal static class PartialRun
{
    public static async Task<bool> IsAsync(IRunStore store, RunId runId, CancellationToken cancellationToken) =>
        (await store.ReadAsync(runId, 0, 1, cancellationToken)) is [{ Event: RunStarted started }] && started.Plan["selection"] is not null;
}
