using System.Globalization;
using TestOps.Core.Journaling;
using TestOps.Core.WarRoom;

namespace TestOps.Core.Runs;

/// <summary>What becomes of a run whose owner is gone, the same in every store.</summary>
public static class RunRecovery
{
    /// <summary>
    /// Whether a run without an owner is left to the next server instead of being ended: its row holds what the HTTP API was asked for, and it either waits still or has a sealed snapshot to go on from.
    /// </summary>
    public static bool AwaitsServer(RunRecord run) => run.Request is not null && (run.Status == RunStatus.Pending || (run.Status == RunStatus.Running && run.SnapshotPath is not null));

    /// <summary>
    /// The events that end <paramref name="run"/>, the last of them <see cref="RunEnded"/>, after a journal whose last entry has
    /// <paramref name="lastSequence"/> (0 for none) and <paramref name="lastTimestamp"/>. Not for a journal that has its <see cref="RunEnded"/> already.
    /// <paramref name="notResumed"/> says why a server did not go on with the run; null where none could have.
    /// </summary>
    public static IReadOnlyList<RunEvent> EventsFor(RunRecord run, long lastSequence, DateTimeOffset? lastTimestamp, string? notResumed = null)
    {
        var where = lastTimestamp is { } at
            ? string.Create(CultureInfo.InvariantCulture, $"last event {lastSequence} at {StoredTime.ToSecondsText(at)}")
            : "it wrote no event";
        var cause = $"the process that owned it is gone; {where}{(notResumed is null ? "" : $"; not resumed: {notResumed}")}";
        var facts = new Dictionary<string, string>(StringComparer.Ordinal) { ["run_id"] = run.RunId.ToString(), ["suite"] = run.Suite };
        return
        [
            IncidentCatalogue.Open(IncidentCodes.RunInterrupted, "runner", cause, facts),
            new RunEnded(RunStatus.Interrupted.ToText(), (int)ExitCode.Environment, null, cause),
        ];
    }

    /// <summary>
    /// The row after <paramref name="ended"/>, the run's last entry: a <see cref="RunEnded"/>. Where its process died, <paramref name="lastSeenAt"/> is the time of the last event that this wrote: the run
    /// took until then, however late somebody noticed. Null where it wrote the end itself, or nothing.
    /// </summary>
    public static RunRecord Finish(RunRecord run, JournalEntry ended, DateTimeOffset? lastSeenAt = null)
    {
        var end = (RunEnded)ended.Event;
        return run with { Status = RunStatuses.Parse(end.Status), FinishedAt = lastSeenAt ?? ended.Timestamp, DeterminismScore = end.DeterminismScore };
    }
}
