namespace TestOps.Engines.Process.Checking;

/// <summary>How a check ended.</summary>
public enum EngineCheckStatus
{
    /// <summary>The engine does what the protocol asks.</summary>
    Passed,

    /// <summary>It does not.</summary>
    Failed,

    /// <summary>The check has nothing to look at, or an earlier failure leaves nothing to ask.</summary>
    Skipped,
}
