namespace TestOps.Core.Suites;

/// <summary>Kinds of suite metric.</summary>
public enum MetricKind
{
    /// <summary>Share of answers for which the script is true, 0-1.</summary>
    Share,

    /// <summary>Sum of the script's values.</summary>
    Sum,

    /// <summary>Mean of the script's values.</summary>
    Mean,

    /// <summary>Number of answers for which the script is true.</summary>
    Count,

    /// <summary>A percentile of the latency, in milliseconds.</summary>
    Latency,

    /// <summary>A percentile of the time to the first event of a stream, in milliseconds.</summary>
    First,
}
