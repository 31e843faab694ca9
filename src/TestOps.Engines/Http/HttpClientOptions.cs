using TestOps.Core.Engines;

namespace TestOps.Engines.Http;

/// <summary>What a client needs: where, with which headers, within which limits.</summary>
internal sealed record HttpClientOptions(Uri BaseAddress, IReadOnlyList<Header> Headers, TimeSpan Timeout, long MaxBodyBytes, LeaseScope Scope)
{
    public TimeProvider Time => Scope.Binding.Time;

    /// <summary>The host as people and the policy name it: without brackets.</summary>
    public string Host => BaseAddress.IdnHost.Trim('[', ']');

    public PolicyConnector Connector() => new(Scope.Binding.Policy, Scope.Binding.Resolve);
}
