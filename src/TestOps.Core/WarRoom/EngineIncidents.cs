using TestOps.Core.Journaling;

namespace TestOps.Core.WarRoom;

/// <summary>Incidents of the engine under test.</summary>
internal static class EngineIncidents
{
    private static readonly string[] RunAgain = ["testops run {suite}[ --seed {seed}]", "testops show {run_id}", "testops run SUITE"];

    public static IReadOnlyList<IncidentEntry> Entries { get; } =
    [
        new()
        {
            Code = IncidentCodes.EngineUnreachable,
            Title = "The engine cannot be reached",
            Severity = EventSeverity.Error,
            Suggestion = "[{reason}. ]See that the engine runs[ and listens at {host}], and that base_url (with --env, that of the environment) names it."
                + " From inside a container, 127.0.0.1 is the container itself. Nothing was measured; run again once it answers.",
            Reproduce = RunAgain,
            Identity = ["host"],
        },
        new()
        {
            Code = IncidentCodes.EngineUnhealthy,
            Title = "The engine answers, but says that it is not well",
            Severity = EventSeverity.Error,
            Suggestion = "[{reason}. ]Ask that address by hand and read the answer; a dependency of the engine (database, model, quota) is the usual cause."
                + " If the engine is well, the suite asks the wrong question[: mend {path}].",
            Reproduce = RunAgain,
            Identity = ["host"],
        },
        new()
        {
            Code = IncidentCodes.EngineStartFailed,
            Title = "The engine's own process could not be started or was not ready in time",
            Severity = EventSeverity.Error,
            Suggestion = "[{reason}. ]Run the start command by hand[ ({command})] and read its output; a missing program, a missing variable or a port in use is the usual cause."
                + " If it starts but is slow, raise engine.start.timeout; if it is ready but not seen to be, mend engine.start.ready.",
            Reproduce = RunAgain,
            Identity = ["command", "host"],
        },
        new()
        {
            Code = IncidentCodes.EngineResetFailed,
            Title = "The engine's state could not be reset",
            Severity = EventSeverity.Error,
            Suggestion = "[{reason}. ]The phase did not begin: over what an earlier one left behind, answers would differ for no fault of the engine."
                + " Do by hand what engine.reset says and read the answer or the output; if it only takes long, raise engine.reset.timeout.",
            Reproduce = RunAgain,
            Identity = ["phase"],
        },
        new()
        {
            Code = IncidentCodes.EngineProcessEnded,
            Title = "The engine's own process ended while it was needed",
            Severity = EventSeverity.Error,
            Suggestion = "[{reason}. ]Exit code and last words are the engine's; signal 9 is a kill, most often for want of memory, signal 11 a crash. Calls after the end got no answer and prove nothing."
                + " Start the command of engine.start by hand and send it the calls of the run, or run again as below, and mend what ends it.",
            Reproduce = RunAgain,
            Identity = ["phase"],
        },
        new()
        {
            Code = IncidentCodes.EngineVersionChanged,
            Title = "The engine changed its version within a run",
            Severity = EventSeverity.Warning,
            Suggestion = "[It was {expected} at first, then {actual}. ]What replays found is a comparison of two versions, a regression check: it says nothing of determinism, and no score is given."
                + " See that nobody deploys while a run is under way, and run again.",
            Reproduce = RunAgain,
            Identity = ["phase"],
        },
        new()
        {
            Code = IncidentCodes.EngineVariableMissing,
            Title = "The engine's part of the suite needs an environment variable that is not set",
            Severity = EventSeverity.Error,
            Suggestion = "[{reason}. ]Set the variable for the user, job or service that runs TestOps, and run again; nothing was sent."
                + " If it is set, see that sudo, cron or the CI job passes it on. Secrets belong in the environment, never in the suite.",
            Reproduce = RunAgain,
            Identity = ["variable", "phase"],
        },
        new()
        {
            Code = IncidentCodes.EngineFaultInvalid,
            Title = "A fault to plant into the reference model is not one that it knows",
            Severity = EventSeverity.Error,
            Suggestion = "[{reason}. ]Mend the fault in the suite or on the command line. Faults belong to the built-in reference model only; no other engine is ever changed.",
            Reproduce = RunAgain,
        },
    ];
}
