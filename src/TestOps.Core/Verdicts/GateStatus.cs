namespace TestOps.Core.Verdicts;

/// <summary>How a gate stands; worse is larger.</summary>
public enum GateStatus
{
    /// <summary>The condition holds.</summary>
    Pass,

    /// <summary>The condition holds, but something deserves a look.</summary>
    Warn,

    /// <summary>The condition does not hold, and the suite knows it: it names the issue.</summary>
    Known,

    /// <summary>There are no data to judge it by.</summary>
    Inconclusive,

    /// <summary>The condition does not hold.</summary>
    Fail,
}
