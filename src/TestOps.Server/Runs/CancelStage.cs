namespace TestOps.Server.Runs;

/// <summary>What a call to cancel did.</summary>
internal enum CancelStage
{
    /// <summary>The run drains: its phase keeps what it has, later ones are skipped.</summary>
    Draining,

    /// <summary>The run stops at once.</summary>
    Stopping,
}
