using TestOps.Core.Journaling;

namespace TestOps.Core.WarRoom;

/// <summary>Incidents of the SIM phase.</summary>
internal static class SimIncidents
{
    public static IReadOnlyList<IncidentEntry> Entries { get; } =
    [
        new()
        {
            Code = IncidentCodes.SimCheckFailed,
            Title = "An answer of the engine failed a check",
            Severity = EventSeverity.Error,
            Suggestion = "[Expected {expected}, was {actual}. ][The engine redirects to {location}, and no redirect is ever followed: call that address, or expect the status. ]Run the session below by itself and read its request and answer."
                + " If the answer is wrong, the engine is to blame: give its owner the command."
                + " If the answer is right, mend the check[ '{check}'][ of step '{step_name}'] in the suite."
                + " A defect that is tracked already can be listed under known: with its issue[, as gate '{gate}'].",
            Reproduce = ["testops try {scenario} --suite {suite} --session {session}", "testops run {suite}[ --seed {seed}]", "testops show {run_id}", "testops run SUITE"],
            Identity = ["gate", "scenario", "step_name", "check"],
        },
        new()
        {
            Code = IncidentCodes.SimBudgetExceeded,
            Title = "A metric of the simulation is outside its budget",
            Severity = EventSeverity.Error,
            Suggestion = "[{gate} is {value}, its budget is {limit}. ]Compare the snapshot with that of the last run that kept it (testops diff A B):"
                + " the version of the engine and the answers that moved stand there."
                + " Change the budget only if the new value is wanted, and say why in the commit.",
            Reproduce = ["testops run {suite}[ --seed {seed}]", "testops show {run_id}", "testops run SUITE"],
            Identity = ["gate"],
        },
        new()
        {
            Code = IncidentCodes.SimNoData,
            Title = "A gate of the simulation has no data",
            Severity = EventSeverity.Warning,
            Suggestion = "[Nothing was measured for {gate}. ]See whether any session reaches the step[ '{step_name}']: weight of its scenario, its if: conditions, --scenario and --tag."
                + " If every call before it went unanswered, mend the engine first; a gate without data never passes.",
            Reproduce = ["testops run {suite}[ --seed {seed}]", "testops show {run_id}", "testops run SUITE"],
            Identity = ["gate"],
        },
        new()
        {
            Code = IncidentCodes.SuiteExpression,
            Title = "An expression of the suite has no value",
            Severity = EventSeverity.Error,
            Suggestion = "[{reason}. ]The suite is to blame, not the engine: mend the expression, with ?. where an answer may lack a member, and try one session before the whole run.",
            Reproduce = ["testops try {scenario} --suite {suite} --session {session}", "testops validate {suite}", "testops validate SUITE"],
            Identity = ["expression", "phase"],
        },
        new()
        {
            Code = IncidentCodes.SuiteCheck,
            Title = "A check of the suite cannot be made",
            Severity = EventSeverity.Error,
            Suggestion = "[{reason}. ]The suite is to blame, not the engine: mend the entry under expect, and try one session before the whole run.",
            Reproduce = ["testops try {scenario} --suite {suite} --session {session}", "testops validate {suite}", "testops validate SUITE"],
            Identity = ["check", "phase"],
        },
    ];
}
