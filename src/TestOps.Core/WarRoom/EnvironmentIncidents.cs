using TestOps.Core.Journaling;

namespace TestOps.Core.WarRoom;

/// <summary>Incidents of what TestOps stands on: store, tools, child processes, permitted targets.</summary>
internal static class EnvironmentIncidents
{
    public static IReadOnlyList<IncidentEntry> Entries { get; } =
    [
        new()
        {
            Code = IncidentCodes.StoreUnavailable,
            Title = "The store cannot be opened, read or written",
            Severity = EventSeverity.Error,
            Suggestion = "[{reason}. ]See that the data folder[ {path}] exists, belongs to this user, is on a local disk and has free space (df -h, ls -ld)."
                + " Events that were acknowledged are safe; the run that met this ends as INTERRUPTED at the next start. Another folder can be named with --data.",
            Reproduce = ["testops show {run_id}", "testops show RUN"],
            Identity = ["path"],
        },
        new()
        {
            Code = IncidentCodes.StoreOwnershipLost,
            Title = "Another process took a run over while its owner still wrote",
            Severity = EventSeverity.Error,
            Suggestion = "The owner has stopped writing, and the run is INTERRUPTED: run the suite again. This happens where lock files are deleted by hand or the data folder lies on a network file system that loses locks;"
                + " keep the data folder on a local disk and leave locks/ alone.",
            Reproduce = ["testops show {run_id}", "testops show RUN"],
        },
        new()
        {
            Code = IncidentCodes.ToolUnavailable,
            Title = "A tool that the suite needs is missing",
            Severity = EventSeverity.Error,
            Suggestion = "[{reason}. ]Install the missing tool[ ({tool})] and see that it is on the PATH of the user who runs TestOps, or change the suite so that it does without (load.driver: builtin needs none)."
                + "[ In this case: {hint}.] Nothing was measured in its place.",
            Reproduce = ["testops plan {suite}", "testops plan SUITE"],
            Identity = ["tool"],
        },
        new()
        {
            Code = IncidentCodes.ProcessStartFailed,
            Title = "A child process could not be started",
            Severity = EventSeverity.Error,
            Suggestion = "[{reason}. ]See that the program[ ({command})] exists, is executable and is on the PATH of the user who runs TestOps; in CI and containers that PATH is shorter than in your shell.",
            Reproduce = ["testops run {suite}[ --seed {seed}]", "testops show {run_id}", "testops run SUITE"],
            Identity = ["command", "phase"],
        },
        new()
        {
            Code = IncidentCodes.TargetRefused,
            Title = "The target is not allowed",
            Severity = EventSeverity.Error,
            Suggestion = "[{reason}. ]Nothing was sent. If the target is yours and may be tested, whoever operates TestOps allows it: --allow-host[ {host}] or TESTOPS_ALLOW_HOSTS."
                + " A suite cannot allow its own target; loopback is always allowed, link-local and metadata addresses never.",
            Reproduce = ["testops plan {suite}", "testops plan SUITE"],
            Identity = ["host"],
        },
    ];
}
