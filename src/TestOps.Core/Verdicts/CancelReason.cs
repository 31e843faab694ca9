namespace TestOps.Core.Verdicts;

/// <summary>Who ended a run before its end.</summary>
public enum CancelReason
{
    /// <summary>Ctrl-C, or a call of the API.</summary>
    User,

    /// <summary>SIGTERM.</summary>
    Terminated,

    /// <summary><c>--timeout</c>.</summary>
    TimedOut,

    /// <summary><c>budget.duration</c> of the suite.</summary>
    OverBudget,
}
