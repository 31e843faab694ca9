namespace TestOps.Load.Metrics;

/// <summary>The requests of one endpoint: of all steps that share a name.</summary>
public sealed class EndpointSink
{
    /// <summary><c>http_req_duration</c>.</summary>
    public TrendSink Duration { get; } = new();

    /// <summary><c>http_req_failed</c>.</summary>
    public RateSink Failed { get; } = new();

    /// <summary>Adds one request.</summary>
    public void Add(long durationNs, bool isFailed)
    {
        Duration.Add(durationNs);
        Failed.Add(isFailed);
    }

    /// <summary>Adds everything that <paramref name="other"/> has gathered.</summary>
    public void Merge(EndpointSink other)
    {
        Duration.Merge(other.Duration);
        Failed.Merge(other.Failed);
    }
}
