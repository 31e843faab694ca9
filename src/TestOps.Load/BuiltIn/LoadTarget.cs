using TestOps.Core.Engines;
using TestOps.Core.Suites;

namespace TestOps.Load.BuiltIn;

/// <summary>Where the requests of a load go, and what every one of them carries.</summary>
public sealed record LoadTarget
{
    /// <summary>Base address; its path is a prefix of every call's path.</summary>
    public required Uri BaseAddress
    {
        get;
        init => (field, Origin) = (value, Origin.Of(value));
    }

    /// <summary>Headers of every call; a header of the step replaces the one of the same name.</summary>
    public IReadOnlyList<Header> Headers { get; init; } = [];

    /// <summary>Limit on one call, dial included; 30 s.</summary>
    public TimeSpan Timeout { get; init; } = EngineDefaults.Timeout;

    /// <summary>Limit on a response body in bytes; 16 MiB.</summary>
    public long MaxBodyBytes { get; init; } = EngineDefaults.MaxBodyBytes;

    /// <summary>How HTTP is spoken; the defaults of <c>load.http</c>.</summary>
    public LoadHttpSpec Http { get; init; } = new();

    internal Origin Origin { get; private init; } = null!;

    /// <summary>The target of a lease, or null where the engine has no address.</summary>
    public static LoadTarget? Of(EngineLease lease, LoadHttpSpec http) => lease.BaseAddress is not { } address
        ? null
        : new LoadTarget { BaseAddress = address, Headers = lease.Headers, Timeout = lease.Timeout, MaxBodyBytes = lease.MaxBodyBytes, Http = http };
}
