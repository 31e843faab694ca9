using TestOps.Load.Metrics;

namespace TestOps.Load;

/// <summary>What one endpoint, the steps of one name, came to.</summary>
internal sealed record EndpointSummary
{
    /// <summary>Name of the step.</summary>
    public required string Name { get; init; }

    /// <summary>Requests that ended.</summary>
    public required long Requests { get; init; }

    /// <summary>Requests a second, over the whole load.</summary>
    public required double Rate { get; init; }

    /// <summary>Those of them that failed, as a share.</summary>
    public required double FailedShare { get; init; }

    /// <summary>Mean of <c>http_req_duration</c>.</summary>
    public required double AverageMs { get; init; }

    /// <summary>Its percentiles.</summary>
    public required (double P50Ms, double P95Ms, double P99Ms) Percentiles { get; init; }

    /// <summary>Its largest value.</summary>
    public required double MaxMs { get; init; }

    public static EndpointSummary Of(string name, EndpointSink sink, TimeSpan duration) => new()
    {
        Name = name,
        Requests = sink.Duration.Samples,
        Rate = duration > TimeSpan.Zero ? sink.Duration.Samples / duration.TotalSeconds : 0,
        FailedShare = sink.Failed.Share,
        AverageMs = sink.Duration.AverageMs,
        Percentiles = (sink.Duration.PercentileMs(50), sink.Duration.PercentileMs(95), sink.Duration.PercentileMs(99)),
        MaxMs = sink.Duration.MaxMs,
    };
}
