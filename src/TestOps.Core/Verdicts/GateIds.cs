namespace TestOps.Core.Verdicts;

/// <summary>Ids of gates that more than one place must know.</summary>
public static class GateIds
{
    /// <summary>Every call of SIM was answered.</summary>
    public const string Answered = "sim/answered";

    /// <summary>The score over all sessions.</summary>
    public const string Score = "replay/score";

    /// <summary>Opaque masks hide no more than they may.</summary>
    public const string Opaque = "replay/opaque";

    /// <summary>The load generator was not at its own limit; where it was, the gate is a warning.</summary>
    public const string Generator = "load/generator";

    /// <summary>Every request of the load went to an allowed target; there only where one did not. It is without data then, and gives a run that cannot be judged exit code 22.</summary>
    public const string Targets = "load/targets";

    /// <summary>The check of a poll: it ended in time.</summary>
    public const string CheckOfUntil = "until";

    /// <summary>The check of a stream: it is whole.</summary>
    public const string CheckOfStream = "stream";

    /// <summary>The check that a value is there to be kept: <c>keep model</c>.</summary>
    public static string CheckOfKeep(string name) => $"keep {name}";

    /// <summary>
    /// The gate of a check: <c>sim/ask/status</c>; a pointer is appended as it is: <c>sim/ask/consensus/grade</c>, but <c>sim/wait//status</c> where the gate would
    /// be that of a check which TestOps makes itself: the two would be counted, and excused, together.
    /// </summary>
    public static string OfCheck(string step, string check) =>
        check.StartsWith('/') && check is not ("/status" or "/until" or "/stream") ? $"sim/{step}{check}" : $"sim/{step}/{check}";

    /// <summary>The gate of a budget: <c>sim/metrics/arbitrated</c>.</summary>
    public static string OfMetric(string metric) => $"sim/metrics/{metric}";

    /// <summary>The gate of a scenario's own score: <c>replay/scenario/ask</c>.</summary>
    public static string OfScenario(string scenario) => $"replay/scenario/{scenario}";

    /// <summary>The gate of a command phase: <c>phases/format</c>.</summary>
    public static string OfCommand(string phase) => $"phases/{phase}";

    /// <summary>The gate of a phase that did not come to its end: <c>load/completed</c>.</summary>
    public static string OfPhase(string phase) => $"{phase}/completed";
}
