using TestOps.Core.Engines;
using TestOps.Core.Secrets;

namespace TestOps.Sim.Replaying;

/// <summary>Which replay to make of a snapshot.</summary>
/// <param name="Number">Number of the replay, from 1; its record is <c>{run_id}.replay-N.json</c>.</param>
/// <param name="Sessions">How many sessions; null for those that the suite asks for, which is all by default.</param>
/// <param name="OnlySession">One session alone (controlled engines), or everything up to it (others); null for no such wish.</param>
public sealed record ReplayRequest(int Number, int? Sessions = null, long? OnlySession = null)
{
    /// <summary>Environment variables of the suite, and what must not be recorded; nothing by default.</summary>
    public RunSecrets Secrets { get; init; } = RunSecrets.None;

    /// <summary>Told of the lease before the first call; null tells nobody.</summary>
    public Func<EngineLease, Task>? OnLeased { get; init; }
}
