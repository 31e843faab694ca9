using TestOps.Core.Engines;
using TestOps.Core.Safety;

namespace TestOps.Engines.Http;

/// <summary>What a client needs: where, with which headers, within which limits.</summary>
internal sealed record HttpClientOptions(
    Uri BaseAddress, IReadOnlyList<Header> Headers, TimeSpan Timeout, long MaxBodyBytes, TargetPolicy Policy, TimeProvider Time)
{
    /// <summary>The host as people and the policy name it: without brackets.</summary>
    public string Host => BaseAddress.IdnHost.Trim('[', ']');
}
