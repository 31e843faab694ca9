namespace TestOps.Core;

/// <summary>Exit codes of <c>testops</c> (docs/reference/exit-codes.md).</summary>
public enum ExitCode
{
    /// <summary><c>PASS</c> or <c>WARN</c>.</summary>
    Success = 0,

    /// <summary><c>ERROR</c>: an internal error of TestOps.</summary>
    InternalError = 1,

    /// <summary>Wrong usage or an invalid suite.</summary>
    Usage = 2,

    /// <summary>A gate of SIM failed.</summary>
    SimFailed = 10,

    /// <summary>A gate of the load phase failed.</summary>
    LoadFailed = 11,

    /// <summary>The determinism gate failed, or <c>--strict</c> met divergent sessions.</summary>
    DeterminismFailed = 12,

    /// <summary>Gates of several phases failed.</summary>
    SeveralFailed = 13,

    /// <summary>An extra phase failed, or <c>verify</c> found damage.</summary>
    ExtraFailed = 14,

    /// <summary><c>INCONCLUSIVE</c>: a gate has no data.</summary>
    Inconclusive = 20,

    /// <summary>Engine, tool or store unavailable; or <c>INTERRUPTED</c>.</summary>
    Environment = 21,

    /// <summary>The target was refused by policy, or the amount of load by a cap.</summary>
    TargetRefused = 22,

    /// <summary>The run took longer than <c>--timeout</c>, or than its suite's <c>budget.duration</c>.</summary>
    TimedOut = 124,

    /// <summary><c>CANCELLED</c> by Ctrl-C.</summary>
    Cancelled = 130,

    /// <summary><c>CANCELLED</c> by SIGTERM.</summary>
    Terminated = 143,
}
