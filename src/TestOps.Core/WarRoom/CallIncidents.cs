using TestOps.Core.Journaling;

namespace TestOps.Core.WarRoom;

/// <summary>Incidents of calls: that got no answer, one code for each way in which an engine fails, or that were turned away.</summary>
internal static class CallIncidents
{
    private const string First = "[First: {reason}. ][It began at {since}. ]";

    private static readonly string[] RunAgain = ["testops run {suite}[ --seed {seed}]", "testops show {run_id}", "testops run SUITE"];

    // The scenario is known only where one session by itself shows the same.
    private static readonly string[] TryAgain = ["testops try {scenario} --suite {suite} --session {session}", .. RunAgain];

    private static readonly string[] Place = ["step_name", "host"];

    public static IReadOnlyList<IncidentEntry> Entries { get; } =
    [
        new()
        {
            Code = IncidentCodes.EngineDied,
            Title = "The engine answered at first, and then nobody listened any more",
            Severity = EventSeverity.Error,
            Suggestion = First + "The engine is to blame, or who ended it: look for its last words in its log, for a process killed for want of memory (dmesg), and for a deployment at that time."
                + " What was recorded before is sealed and can be trusted. Unless engine.start starts it, start the engine[ at {host}]; then run again: it dies again if the suite is the cause.",
            Reproduce = RunAgain,
            Identity = Place,
        },
        new()
        {
            Code = IncidentCodes.EngineTimedOut,
            Title = "The engine took calls and did not answer in time",
            Severity = EventSeverity.Error,
            Suggestion = First + "The engine hangs, waits for a dependency, or has more work than it can do: look at its threads and its open connections while it hangs."
                + " If its answers may take that long, raise engine.timeout. Calls without an answer are no evidence about answers: mend this before anything else of the run.",
            Reproduce = TryAgain,
            Identity = Place,
        },
        new()
        {
            Code = IncidentCodes.EngineConnectionLost,
            Title = "The engine ended connections before its answers were complete",
            Severity = EventSeverity.Error,
            Suggestion = First + "A handler that crashes, a worker that is recycled, a proxy with a time limit of its own, or a Content-Length above what is sent: the engine's log of that moment says which."
                + " Calls without an answer are no evidence about answers: mend this before anything else of the run.",
            Reproduce = TryAgain,
            Identity = Place,
        },
        new()
        {
            Code = IncidentCodes.EngineMalformedAnswer,
            Title = "The engine's answers break the protocol",
            Severity = EventSeverity.Error,
            Suggestion = First + "Look at the bytes that the engine sends (curl -v --raw). Usual causes: another service listens on that port, the port speaks TLS, a framework writes headers or chunks by hand,"
                + " headers above 64 KiB, or a Content-Encoding that the body does not have. Whatever checks would say, no HTTP client can read this."
                + " A program that speaks JSON lines (kind process) is looked at by: testops engine check[ --suite {suite}].",
            Reproduce = TryAgain,
            Identity = Place,
        },
        new()
        {
            Code = IncidentCodes.EngineAnswerTooLarge,
            Title = "The engine's answers are larger than the suite allows",
            Severity = EventSeverity.Error,
            Suggestion = First + "Reading stopped at the limit, so that memory stays what it is; the limit holds after decompression. If such an answer is right, raise engine.max_body."
                + " If it is not, look for a list without paging, a body without end, or a small one that unpacks to a large one.",
            Reproduce = TryAgain,
            Identity = Place,
        },
        new()
        {
            Code = IncidentCodes.EngineRateLimited,
            Title = "The engine turned calls away with status 429",
            Severity = EventSeverity.Warning,
            Suggestion = "[{value} calls were turned away. ][It began at {since}. ][The engine asks to wait {retry_after}. ]The rate limit is the one cause of every failed check, threshold and divergence with 429 in this run;"
                + " it says nothing about the engine's answers. Raise the limit for the address that tests come from, or ask less: fewer users or a lower sim.concurrency, think: real, a lower rate under load.",
            Reproduce = RunAgain,
            Identity = ["phase", "host"],
        },
        new()
        {
            Code = IncidentCodes.EngineFailedCalls,
            Title = "Calls to the engine got no answer",
            Severity = EventSeverity.Error,
            Suggestion = First + "The call could not be made: an earlier answer kept a value that the next path, header or body cannot carry. Read that session's answers, and keep another value or check its type before it is used."
                + " Calls without an answer are no evidence about answers.",
            Reproduce = TryAgain,
            Identity = Place,
        },
    ];
}
