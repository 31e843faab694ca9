using TestOps.Core.Journaling;

namespace TestOps.Core.WarRoom;

/// <summary>Incidents of the load phase.</summary>
internal static class LoadIncidents
{
    private static readonly string[] RunAgain = ["testops run {suite}[ --seed {seed}]", "testops show {run_id}", "testops run SUITE"];

    public static IReadOnlyList<IncidentEntry> Entries { get; } =
    [
        new()
        {
            Code = IncidentCodes.LoadThresholdCrossed,
            Title = "The engine did not keep a threshold under load",
            Severity = EventSeverity.Error,
            Suggestion = "[{gate}: {value}, limit {limit}. ]First rule the harness out: with LOAD.GENERATOR_SATURATED or LOAD.DROPPED_ITERATIONS in the same run the numbers are not the engine's."
                + " Then find the second in which it began[ (testops show {run_id})] and read the engine's log, processor and memory of that second."
                + " Run it once more on a quiet machine before you blame a change.",
            Reproduce = RunAgain,
            Identity = ["gate"],
        },
        new()
        {
            Code = IncidentCodes.LoadNoData,
            Title = "A load threshold has no data",
            Severity = EventSeverity.Warning,
            Suggestion = "[Nothing was measured for {gate}. ]See whether the load scenario's exec names a scenario of sim that has the step which the threshold names in its tags,"
                + " and whether the load lasted long enough for one answer. A threshold without data never passes.",
            Reproduce = RunAgain,
            Identity = ["gate"],
        },
        new()
        {
            Code = IncidentCodes.LoadAllFailed,
            Title = "Every request of the load was answered with a failure",
            Severity = EventSeverity.Error,
            Suggestion = "[First: {reason}. ][It began at {since}. ]Latencies of error answers say nothing of the engine at work: read its log of that second."
                + " Where the same steps pass in the simulation, the load itself is the difference: its rate, its data rows that come round again, or state that the simulation left behind."
                + " A threshold such as http_req_failed: rate<0.01 makes it a failed gate.",
            Reproduce = RunAgain,
            Identity = ["step_name", "host"],
        },
        new()
        {
            Code = IncidentCodes.LoadGeneratorSaturated,
            Title = "The load generator was at its own limit",
            Severity = EventSeverity.Warning,
            Suggestion = "[{reason}. ]The latencies of this run contain waiting inside the harness; do not judge the engine by them."
                + " Lower the rate or the VUs, give the generator a machine or cores of its own, or end what else runs there; then repeat.",
            Reproduce = RunAgain,
            Identity = ["scenario"],
        },
        new()
        {
            Code = IncidentCodes.LoadDroppedIterations,
            Title = "Planned iterations of a load could not be started in time",
            Severity = EventSeverity.Warning,
            Suggestion = "[{value} iterations were dropped. ]Where the suite asks for a rate, it was not reached: all VUs were busy."
                + " If the engine's latency rose at the same time, the engine is too slow for this rate."
                + " Otherwise raise preAllocatedVUs or maxVUs[ of scenario '{scenario}']: rate x latency in seconds is the least that can do."
                + " Where the suite asks for a number of iterations, maxDuration was over before all had begun.",
            Reproduce = RunAgain,
            Identity = ["scenario"],
        },
        new()
        {
            Code = IncidentCodes.LoadScriptFailed,
            Title = "The load script failed of itself",
            Severity = EventSeverity.Error,
            Suggestion = "[{reason}. ]k6 may end with 0 all the same: an iteration that throws counts as complete. Read the first exception: a script that reads a body which is not there throws where the engine answered an error,"
                + " so look at http_req_failed and the checks first. Then correct the script: check the status before the body, and keep setup and teardown within their timeouts.",
            Reproduce = RunAgain,
            Identity = ["cause"],
        },
        new()
        {
            Code = IncidentCodes.LoadToolFailed,
            Title = "The load tool did not come to its end",
            Severity = EventSeverity.Error,
            Suggestion = "[{reason}. ]The load proves nothing: neither its figures nor its thresholds are whole. See the end of the tool's log in the snapshot (testops show[ {run_id}] --json, k6.log_tail),"
                + " whether the system ended it for want of memory (journalctl -k), and whether somebody else signals it. Then run again.",
            Reproduce = RunAgain,
            Identity = ["cause"],
        },
    ];
}
