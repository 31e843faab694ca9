using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Runs;

namespace TestOps.Store.Relational;

/// <summary>Ends a run whose owner is gone.</summary>
internal static class Recovery
{
    /// <summary>
    /// Takes the run over and ends it; false where there was nothing to interrupt: somebody else ended it first, a server can go on with it, or its owner had written
    /// <see cref="RunEnded"/> and died before the row followed, which is then completed.
    /// </summary>
    public static bool End(StoreTransaction transaction, RunId runId)
    {
        var head = transaction.HeadOf(runId);
        if (head is null || head.Status.IsFinal())
        {
            return false;
        }

        var run = transaction.SelectRun(runId);
        if (!head.HasEnded && RunRecovery.AwaitsServer(run))
        {
            return false;
        }

        transaction.TakeOver(runId, head);
        if (head.HasEnded)
        {
            transaction.Update(RunRecovery.Finish(run, transaction.SelectLastEntry(runId)), head);
            return false;
        }

        var lastSeenAt = head.LastTimestamp;
        JournalEntry? ended = null;
        foreach (var runEvent in RunRecovery.EventsFor(run, head.LastSequence, head.LastTimestamp))
        {
            ended = transaction.Append(runId, head, PreparedEvent.Of(runEvent));
        }

        transaction.Update(RunRecovery.Finish(run, ended!, lastSeenAt), head);
        return true;
    }
}
