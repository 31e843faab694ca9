using TestOps.Cli.Composition;
using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Snapshots;

namespace TestOps.Cli.Reports;

/// <summary>Reads reports from a data folder.</summary>
internal static class RunReportReader
{
    public static async Task<RunReport> ReadAsync(Workspace workspace, RunId runId, CancellationToken cancellationToken)
    {
        var run = await workspace.Store.FindAsync(runId, cancellationToken) ?? throw new UnknownRunException($"there is no run {runId} in {workspace.Folder}", "testops history lists the runs");
        var events = new List<RunEvent>();
        await foreach (var entry in JournalPages.ReadAsync(workspace.Store, runId, cancellationToken))
        {
            if (entry.Event is not (PhaseProgress or LoadSecondMeasured))
            {
                events.Add(entry.Event);
            }
        }

        return new RunReport(run, events, Head(workspace, runId), await LastPass.FindAsync(workspace.Store, run, cancellationToken));
    }

    private static SnapshotHead? Head(Workspace workspace, RunId runId)
    {
        try
        {
            return Snapshot.Open(workspace.Snapshots, runId)?.Head;
        }
        catch (SnapshotCorruptException)
        {
            // The report says what the journal knows; testops verify names the damage.
            return null;
        }
    }
}
