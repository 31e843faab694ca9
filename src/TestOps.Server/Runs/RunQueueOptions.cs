namespace TestOps.Server.Runs;

/// <summary>The bounds of runs.</summary>
public sealed record RunQueueOptions
{
    /// <summary>Runs at a time. Default 1: runs that share a machine disturb each other's numbers. Their load phases never overlap, whatever this is.</summary>
    public int ConcurrentRuns { get; init; } = 1;

    /// <summary>Runs that may wait beside those. Default 16; further ones are refused.</summary>
    public int QueueLimit { get; init; } = 16;

    /// <summary>Time limit of a run, and the most that a caller may ask for. Default 2 h.</summary>
    public TimeSpan TimeoutMax { get; init; } = TimeSpan.FromHours(2);

    /// <summary>How long a shutdown lets runs go on to their end by themselves. Default 10 s.</summary>
    public TimeSpan FinishFor { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a run that was cancelled, timed out or met a shutdown may drain before it is stopped at once. Default 30 s.</summary>
    public TimeSpan DrainFor { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often runs whose owner has died, in whatever process, are looked for. Default 5 s.</summary>
    public TimeSpan RecoverEvery { get; init; } = TimeSpan.FromSeconds(5);
}
