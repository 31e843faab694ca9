namespace TestOps.Load.Profiles;

/// <summary>Which iteration begins, and when.</summary>
/// <param name="Number">Number of the iteration within its load scenario, from 0, in the order of the starts; dropped ones have none.</param>
/// <param name="DueNs">When the schedule asked for it, in nanoseconds on the load's clock; null where users loop without a schedule.</param>
/// <param name="StartedNs">When it began.</param>
public readonly record struct IterationStart(long Number, long? DueNs, long StartedNs)
{
    /// <summary>How late it began; null without a schedule.</summary>
    public long? LagNs => StartedNs - DueNs;
}
