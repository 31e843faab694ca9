namespace TestOps.Core.Suites;

/// <summary>What a run of the suite may cost.</summary>
public sealed record BudgetSpec
{
    /// <summary>Most calls of SIM and all replays, polls at their longest; null for no limit. A plan with more is refused.</summary>
    public long? Calls { get; init; }

    /// <summary>Longest wall time of the run, after which it is stopped; null for no limit.</summary>
    public TimeSpan? Duration { get; init; }
}
