namespace TestOps.Load.Metrics;

/// <summary>What a recorder gathers within one second. Reused, so that a second costs no new histogram.</summary>
internal sealed class SecondTally
{
    public long Requests { get; set; }

    public long Failed { get; set; }

    public long Unanswered { get; set; }

    public long Iterations { get; set; }

    public long Dropped { get; set; }

    public LatencyHistogram Durations { get; } = new();

    public void Merge(SecondTally other)
    {
        Requests += other.Requests;
        Failed += other.Failed;
        Unanswered += other.Unanswered;
        Iterations += other.Iterations;
        Dropped += other.Dropped;
        Durations.Merge(other.Durations);
    }

    public void Reset()
    {
        Requests = 0;
        Failed = 0;
        Unanswered = 0;
        Iterations = 0;
        Dropped = 0;
        Durations.Reset();
    }
}
