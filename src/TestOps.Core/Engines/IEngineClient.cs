namespace TestOps.Core.Engines;

/// <summary>Calls an engine. A client belongs to one session (controlled engines) or to one virtual user at a time.</summary>
public interface IEngineClient
{
    /// <summary>
    /// Performs one call. Failures of the engine come back as <see cref="EngineReply.Failure"/>; only cancellation throws. A controlled
    /// engine completes synchronously and leaves the clock to the caller, who advances it by <see cref="EngineReply.ElapsedNs"/>.
    /// </summary>
    ValueTask<EngineReply> CallAsync(EngineCall call, CancellationToken cancellationToken);
}
