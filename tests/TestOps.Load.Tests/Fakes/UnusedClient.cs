using TestOps.Core.Engines;

namespace TestOps.Load.Tests.Fakes;

/// <summary>A client of users whose iterations call nothing.</summary>
internal sealed class UnusedClient : IEngineClient
{
    public ValueTask<EngineReply> CallAsync(EngineCall call, CancellationToken cancellationToken) => throw new InvalidOperationException("No call was expected.");
}
