using TestOps.Core.Clocks;
using TestOps.Core.Engines;
using TestOps.Core.Sessions;
using TestOps.Core.Snapshots;
using TestOps.Core.Suites;

namespace TestOps.Sim;

/// <summary>What SIM and replay need from outside: workers, spill space, time, environment variables.</summary>
public sealed class SimEnvironment
{
    /// <summary>Runs the workers.</summary>
    public required IWorkerPool Workers { get; init; }

    /// <summary>Where the reorder window spills.</summary>
    public required ISpillStore Spill { get; init; }

    /// <summary>Wall time.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Reads an environment variable for <c>${env.NAME}</c>.</summary>
    public Func<string, string?> Environment { get; init; } = static _ => null;

    /// <summary>How sessions run over <paramref name="lease"/>: in virtual time for controlled engines, else on the wall clock.</summary>
    internal SessionOptions Options(EngineLease lease, SimSpec sim, IDispatcher? dispatcher, int replay = 0) => new()
    {
        Records = true,
        SpendsThink = sim.RealThink,
        Replay = replay,
        Clock = lease.Evidence == EvidenceClass.Controlled ? SessionClock.Virtual : () => SessionClock.Wall(Time),
        Time = Time,
        EngineBase = lease.BaseAddress?.GetLeftPart(UriPartial.Authority),
        Environment = Environment,
        Dispatcher = dispatcher,
    };
}
