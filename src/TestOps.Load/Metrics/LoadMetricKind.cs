namespace TestOps.Load.Metrics;

/// <summary>k6's four kinds of metric.</summary>
public enum LoadMetricKind
{
    /// <summary>A sum: <c>count</c> and <c>rate</c> (a second).</summary>
    Counter,

    /// <summary>A level: <c>value</c>, the last one seen.</summary>
    Gauge,

    /// <summary>A share of samples: <c>rate</c>, from 0 to 1.</summary>
    Rate,

    /// <summary>A distribution: <c>avg min med max p(x)</c>.</summary>
    Trend,
}
