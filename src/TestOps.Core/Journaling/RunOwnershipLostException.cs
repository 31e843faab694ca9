namespace TestOps.Core.Journaling;

/// <summary>Another process has taken the run over: this one must stop writing. Exit code 21.</summary>
public sealed class RunOwnershipLostException : TestOpsException
{
    /// <summary>Creates the failure.</summary>
    public RunOwnershipLostException(RunId runId)
        : base("STORE.OWNERSHIP_LOST", $"run {runId} belongs to another process now", "look at it with: testops show " + runId) => RunId = runId;

    /// <summary>The run.</summary>
    public RunId RunId { get; }
}
