using TestOps.Core.Clocks;
using TestOps.Core.Engines;
using TestOps.Core.Secrets;
using TestOps.Core.Sessions;
using TestOps.Core.Snapshots;
using TestOps.Core.Suites;

namespace TestOps.Sim;

/// <summary>What SIM and replay need from outside: workers, spill space, time.</summary>
public sealed class SimEnvironment
{
    /// <summary>Runs the workers.</summary>
    public required IWorkerPool Workers { get; init; }

    /// <summary>Where the reorder window spills.</summary>
    public required ISpillStore Spill { get; init; }

    /// <summary>Memory for finished sessions that wait for an earlier one; what goes beyond it is spilled. 64 MiB.</summary>
    public long ReorderBytesMax { get; init; } = 64L * 1024 * 1024;

    /// <summary>Wall time.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>How sessions run over <paramref name="lease"/>: in virtual time for controlled engines, else on the wall clock.</summary>
    internal SessionOptions Options(EngineLease lease, SimSpec sim, RunSecrets secrets, IDispatcher? dispatcher, int replay = 0) => new()
    {
        Records = true,
        SpendsThink = sim.RealThink,
        Replay = replay,
        Clock = lease.Evidence == EvidenceClass.Controlled ? SessionClock.Virtual : () => SessionClock.Wall(Time),
        Time = Time,
        EngineBase = lease.BaseAddress?.GetLeftPart(UriPartial.Authority),
        EnginePort = lease.BaseAddress?.Port,
        BaseAddress = lease.BaseAddress,
        Secrets = secrets,
        Dispatcher = dispatcher,
    };
}
