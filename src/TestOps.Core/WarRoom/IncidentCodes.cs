namespace TestOps.Core.WarRoom;

/// <summary>Stable codes of incidents. Never reused, never renamed; each has an entry in <see cref="IncidentCatalogue"/>.</summary>
public static class IncidentCodes
{
#pragma warning disable CS1591 // The catalogue describes each code; a second description here would drift.
    public const string SimCheckFailed = "SIM.CHECK_FAILED";
    public const string SimBudgetExceeded = "SIM.BUDGET_EXCEEDED";
    public const string SimNoData = "SIM.NO_DATA";
    public const string LoadThresholdCrossed = "LOAD.THRESHOLD_CROSSED";
    public const string LoadNoData = "LOAD.NO_DATA";
    public const string LoadAllFailed = "LOAD.ALL_FAILED";
    public const string LoadGeneratorSaturated = "LOAD.GENERATOR_SATURATED";
    public const string LoadDroppedIterations = "LOAD.DROPPED_ITERATIONS";
    public const string LoadScriptFailed = "LOAD.SCRIPT_FAILED";
    public const string LoadToolFailed = "LOAD.TOOL_FAILED";
    public const string ReplayDrift = "REPLAY.DRIFT";
    public const string ReplayDivergence = "REPLAY.DIVERGENCE";
    public const string ReplayInconclusive = "REPLAY.INCONCLUSIVE";
    public const string EngineUnreachable = "ENGINE.UNREACHABLE";
    public const string EngineDied = "ENGINE.DIED";
    public const string EngineTimedOut = "ENGINE.TIMED_OUT";
    public const string EngineConnectionLost = "ENGINE.CONNECTION_LOST";
    public const string EngineMalformedAnswer = "ENGINE.MALFORMED_ANSWER";
    public const string EngineAnswerTooLarge = "ENGINE.ANSWER_TOO_LARGE";
    public const string EngineRateLimited = "ENGINE.RATE_LIMITED";
    public const string EngineFailedCalls = "ENGINE.FAILED_CALLS";
    public const string EngineUnhealthy = "ENGINE.UNHEALTHY";
    public const string EngineStartFailed = "ENGINE.START_FAILED";
    public const string EngineResetFailed = "ENGINE.RESET_FAILED";
    public const string EngineProcessEnded = "ENGINE.PROCESS_ENDED";
    public const string EngineVersionChanged = "ENGINE.VERSION_CHANGED";
    public const string EngineVariableMissing = "ENGINE.VARIABLE_MISSING";
    public const string EngineFaultInvalid = "ENGINE.FAULT_INVALID";
    public const string SuiteExpression = "SUITE.EXPRESSION";
    public const string SuiteCheck = "SUITE.CHECK";
    public const string ProcessStartFailed = "PROCESS.START_FAILED";
    public const string PhaseCommandFailed = "PHASE.COMMAND_FAILED";
    public const string SnapshotCorrupt = "SNAPSHOT.CORRUPT";
    public const string StoreUnavailable = "STORE.UNAVAILABLE";
    public const string StoreOwnershipLost = "STORE.OWNERSHIP_LOST";
    public const string ToolUnavailable = "TOOL.UNAVAILABLE";
    public const string TargetRefused = "TARGET.REFUSED";
    public const string RunCancelled = "RUN.CANCELLED";
    public const string RunTimedOut = "RUN.TIMED_OUT";
    public const string RunOverBudget = "RUN.OVER_BUDGET";
    public const string RunInterrupted = "RUN.INTERRUPTED";
    public const string RunNotStarted = "RUN.NOT_STARTED";
    public const string RunInternalError = "RUN.INTERNAL_ERROR";
#pragma warning restore CS1591
}
