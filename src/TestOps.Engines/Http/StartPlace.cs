using System.Net;
using System.Net.Sockets;
using TestOps.Core;
using TestOps.Core.Suites;
using TestOps.Core.WarRoom;

namespace TestOps.Engines.Http;

/// <summary>Looks, before a process is started, whether calls would go to it: a base URL from the environment may name another machine.</summary>
internal sealed class StartPlace(HttpClientOptions options)
{
    /// <summary>Refuses a place that is not this machine's loopback, or that the policy refuses.</summary>
    /// <exception cref="InvalidSuiteException">The base URL names another machine.</exception>
    /// <exception cref="TestOpsException">It names none.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        IPAddress[] addresses;
        try
        {
            addresses = await options.Connector().ResolveAsync(options.Host, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException exception)
        {
            throw new TestOpsException(IncidentCodes.EngineStartFailed, $"the host of {options.BaseAddress} is not known: {exception.Message}", "write 127.0.0.1 in engine.base_url", exception);
        }

        if (!addresses.All(IPAddress.IsLoopback))
        {
            throw new InvalidSuiteException("engine", [new SuiteProblem("engine.start", 0, $"TestOps starts the engine on this machine, but base_url names {options.Host}", "write start: null in the environment where somebody else runs the engine")]);
        }
    }
}
