using TestOps.Core.Runs;
using TestOps.Core.Snapshots;
using TestOps.Server.Runs;
using TestOps.Server.Snapshots;
using TestOps.Server.Streaming;
using TestOps.Server.Suites;

namespace TestOps.Server.Hosting;

/// <summary>What a server serves, and its bounds. Everything that does work is composed by the host: the server knows contracts only.</summary>
public sealed record TestOpsServerOptions
{
    /// <summary>What runs are made with: store, phases, snapshots, time, ids. The host keeps and disposes the store.</summary>
    public required RunnerEnvironment Runner { get; init; }

    /// <summary>Keeps the unlock; usually the same database as the runs.</summary>
    public required IUnlockStore Unlock { get; init; }

    /// <summary>The suites that callers may choose among.</summary>
    public required ISuiteCatalogue Suites { get; init; }

    /// <summary>Validation, comparison and replay of snapshots.</summary>
    public required ISnapshotTools SnapshotTools { get; init; }

    /// <summary>The bounds of runs.</summary>
    public RunQueueOptions Runs { get; init; } = new();

    /// <summary>The bounds of streams.</summary>
    public StreamOptions Streams { get; init; } = new();

    /// <summary>How long <c>/begin</c> unlocks testing. Default 8 h.</summary>
    public TimeSpan UnlockFor { get; init; } = TimeSpan.FromHours(8);

    /// <summary>Origins whose pages may call the API: <c>https://ci.example</c>. Null allows every port of this machine (<c>http://localhost:5173</c>).</summary>
    public IReadOnlyList<string>? CorsOrigins { get; init; }

    /// <summary>Names of hosts that requests may be for, without ports; <c>*.example.com</c> for all below one. Null leaves it to the application, and takes every name where that says nothing.</summary>
    public IReadOnlyList<string>? AllowedHosts { get; init; }

    /// <summary>Keeps snapshots: those that <see cref="Runner"/> works with.</summary>
    public ISnapshotStore Snapshots => Runner.Snapshots;
}
