namespace TestOps.Core;

/// <summary>Status of a run. The last seven are final.</summary>
public enum RunStatus
{
    /// <summary>Created, not started.</summary>
    Pending,

    /// <summary>Under way.</summary>
    Running,

    /// <summary>Every gate holds.</summary>
    Pass,

    /// <summary>Every gate holds, but something deserves a look.</summary>
    Warn,

    /// <summary>A gate does not hold.</summary>
    Fail,

    /// <summary>A gate has no data.</summary>
    Inconclusive,

    /// <summary>Ended by its user or by its time limit.</summary>
    Cancelled,

    /// <summary>Its owner died.</summary>
    Interrupted,

    /// <summary>An error kept the run from its verdict.</summary>
    Error,
}
