using TestOps.Core.Journaling;

namespace TestOps.Core.WarRoom;

/// <summary>Incidents of replays and snapshots.</summary>
internal static class ReplayIncidents
{
    private static readonly string[] ReplayAgain = ["testops replay {snapshot} --session {session}", "testops replay {snapshot}", "testops run {suite}[ --seed {seed}]", "testops show {run_id}", "testops replay SNAPSHOT"];

    public static IReadOnlyList<IncidentEntry> Entries { get; } =
    [
        new()
        {
            Code = IncidentCodes.ReplayDrift,
            Title = "The determinism score is below its floor",
            Severity = EventSeverity.Error,
            Suggestion = "[determinism_score is {value}, the floor is {limit}. ]Read the REPLAY.DIVERGENCE incidents of the run: each names the place where answers differ for one reason."
                + " What may differ by its nature (a time, an id) is masked under replay.masks, with a reason."
                + " What must not differ is a defect of the engine: state kept between sessions, unseeded randomness, hash order, or the clock.",
            Reproduce = ReplayAgain,
            Identity = ["scenario"],
        },
        new()
        {
            Code = IncidentCodes.ReplayDivergence,
            Title = "A replay gave another answer than the trace",
            Severity = EventSeverity.Warning,
            Suggestion = "[At {pointer} of step '{step_name}': ][expected {expected}, was {actual}. ]Replay the session below and compare both answers around that place."
                + " If the value may differ by its nature, mask it under replay.masks with its kind and a reason[ (step: {step_name}, at: {mask_at})]."
                + " If not, ask the engine's owner what else than the request the value depends on.",
            Reproduce = ReplayAgain,
            Identity = ["step_name", "pointer", "class"],
        },
        new()
        {
            Code = IncidentCodes.ReplayInconclusive,
            Title = "A replay could not be compared",
            Severity = EventSeverity.Warning,
            Suggestion = "[{reason}. ]No score is given, because an engine that does not answer proves nothing about its answers."
                + " See that the engine stays up for the whole replay and that it is reset as the suite says, then replay the snapshot; the recorded trace is unharmed.",
            Reproduce = ReplayAgain,
            Identity = ["scenario"],
        },
        new()
        {
            Code = IncidentCodes.SnapshotCorrupt,
            Title = "A snapshot is damaged or was changed after its seal",
            Severity = EventSeverity.Error,
            Suggestion = "[{reason}. ]Do not use this snapshot as evidence or as a baseline. Restore the file[ {path}] from a copy, or make a new snapshot by running the suite again;"
                + " if several are damaged, check the disk. testops verify names the first thing that is wrong.",
            Reproduce = ["testops verify {snapshot}", "testops verify {path}", "testops verify SNAPSHOT"],
            Identity = ["snapshot", "path"],
        },
    ];
}
