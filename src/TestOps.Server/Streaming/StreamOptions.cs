namespace TestOps.Server.Streaming;

/// <summary>The bounds of streams.</summary>
public sealed record StreamOptions
{
    /// <summary>Events of a run that are kept encoded in memory; a subscriber that is further behind reads the store. Default 4,096, from 16 on.</summary>
    public int RingSize { get; init; } = 4096;

    /// <summary>No stream is silent for longer: one on which nothing else was sent sends a heartbeat before, after half of this at the earliest. Default 15 s.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A subscriber that takes nothing for this long is cut; it can resume where it was. Default 30 s.</summary>
    public TimeSpan SlowReader { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Events that are appended within this time after others are sent together. Default 20 ms.</summary>
    public TimeSpan Gather { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>How often a run of another process is looked at while somebody watches it. Default 100 ms.</summary>
    public TimeSpan ForeignPoll { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The same for a run of this process, which announces its events. Default 1 s.</summary>
    public TimeSpan OwnPoll { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The shortest time after which a client is asked to come back, in <c>retry:</c>; each stream gets one between this and three times this. Default 1 s.</summary>
    public TimeSpan Retry { get; init; } = TimeSpan.FromSeconds(1);
}
