using TestOps.Core.Journaling;

namespace TestOps.Core.WarRoom;

/// <summary>Incidents of a run as a whole.</summary>
internal static class RunIncidents
{
    private static readonly string[] Show = ["testops show {run_id}", "testops show RUN"];

    private static readonly string[] RunAgain = ["testops run {suite}[ --seed {seed}]", .. Show];

    public static IReadOnlyList<IncidentEntry> Entries { get; } =
    [
        new()
        {
            Code = IncidentCodes.RunCancelled,
            Title = "The run was cancelled",
            Severity = EventSeverity.Warning,
            Suggestion = "Somebody, or the job that it belongs to, stopped the run; what was measured until then is kept and is no verdict. Run the suite again if one is needed.",
            Reproduce = RunAgain,
        },
        new()
        {
            Code = IncidentCodes.RunTimedOut,
            Title = "The run took longer than its time limit",
            Severity = EventSeverity.Error,
            Suggestion = "[{reason}. ]Compare how far each phase came with what the plan expected (testops plan): an engine that hangs shows as progress that stands still."
                + " If the plan itself is longer than the limit, lower users, sessions or load, or raise --timeout.",
            Reproduce = RunAgain,
        },
        new()
        {
            Code = IncidentCodes.RunOverBudget,
            Title = "The run took longer than its suite's budget",
            Severity = EventSeverity.Error,
            Suggestion = "[{reason}. ]Compare the time of each phase with that of the last run that passed (testops history): an engine that became slow shows there."
                + " If the suite has grown, lower users, replays or load, or raise budget.duration in the suite and say why in the commit.",
            Reproduce = RunAgain,
        },
        new()
        {
            Code = IncidentCodes.PhaseCommandFailed,
            Title = "A command phase failed",
            Severity = EventSeverity.Error,
            Suggestion = "[{reason}. ]What the command printed last is in the evidence, and in the snapshot[ under artifact_{phase}]. Run it by hand in the suite's folder[: {command}]."
                + " It gets the environment that the suite lists and little else: a variable that it needs belongs under env.",
            Reproduce = RunAgain,
            Identity = ["phase"],
        },
        new()
        {
            Code = IncidentCodes.RunInterrupted,
            Title = "The process that owned the run is gone",
            Severity = EventSeverity.Error,
            Suggestion = "Find out who ended it: the system's log shows a process killed for want of memory (dmesg), the CI log a job that was cut off. All events up to the last one are kept. Run the suite again; an interrupted run has no verdict.",
            Reproduce = Show,
        },
        new()
        {
            Code = IncidentCodes.RunNotStarted,
            Title = "A run that waited could not be started",
            Severity = EventSeverity.Error,
            Suggestion = "[{reason}. ]The run waited in the queue of a server that went away, and the next server could not start it. See that testops serve is given the suite that the run was ordered for,"
                + " and that the suite is valid; then start the run again.",
            Reproduce = Show,
        },
        new()
        {
            Code = IncidentCodes.RunInternalError,
            Title = "TestOps itself failed",
            Severity = EventSeverity.Error,
            Suggestion = "[{reason}. ]This is a defect of TestOps and says nothing about the engine. Run it again with --verbose, and report the output together with the suite and the seed[ {seed}].",
            Reproduce = RunAgain,
            Identity = ["phase"],
        },
    ];

    /// <summary>The neutral entry of a code that the catalogue does not know: of an added phase, or of a failure that says itself what to do.</summary>
    public static IncidentEntry OfAddedPhase(string code, bool hasHint) => new()
    {
        Code = code,
        Title = "An incident of an added phase",
        Severity = EventSeverity.Error,
        Suggestion = hasHint
            ? "[{reason}. ][{hint}]"
            : "[{reason}. ]The phase that opened this incident brought its own code: see its documentation, and the events around the incident.",
        Reproduce = RunAgain,
        Identity = ["gate", "step_name", "pointer", "host", "tool", "path"],
    };
}
