namespace TestOps.Core.Planning;

/// <summary>What a run will cost, as far as the plan can tell.</summary>
/// <param name="SimCalls">Calls of the SIM phase.</param>
/// <param name="ReplayCalls">Calls of all replays.</param>
/// <param name="LoadIterationsMax">Iterations that the arrival rates plan; null where users loop without pacing.</param>
/// <param name="LoadDuration">From the first start to the last regular end, without graceful stop.</param>
/// <param name="VirtualThink">Mean think time of one session, for the reader; it costs nothing in virtual time.</param>
public sealed record PlanCost(long SimCalls, long ReplayCalls, long? LoadIterationsMax, TimeSpan LoadDuration, TimeSpan VirtualThink)
{
    /// <summary>Most calls of SIM and all replays, whatever is answered: conditions taken as true, polls at their longest.</summary>
    public long CallsMax { get; init; }
}
