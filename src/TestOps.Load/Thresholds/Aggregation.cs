namespace TestOps.Load.Thresholds;

/// <summary>How a threshold reads a metric.</summary>
public enum Aggregation
{
    /// <summary>Sum of a counter.</summary>
    Count,

    /// <summary>Counter: its sum a second. Rate: its share.</summary>
    Rate,

    /// <summary>Last level of a gauge.</summary>
    Value,

    /// <summary>Mean of a trend.</summary>
    Average,

    /// <summary>Smallest sample of a trend.</summary>
    Min,

    /// <summary>Largest sample of a trend.</summary>
    Max,

    /// <summary>A percentile of a trend; <c>med</c> is the 50th.</summary>
    Percentile,
}
