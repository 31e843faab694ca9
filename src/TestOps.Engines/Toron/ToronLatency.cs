namespace TestOps.Engines.Toron;

/// <summary>Modelled latencies in units of 10 us, the resolution of <c>latency_ms</c>.</summary>
internal static class ToronLatency
{
    public const long NsPerUnit = 10_000;

    /// <summary>Answers that compute nothing: 1 ms.</summary>
    public const long Plain = 100;

    /// <summary>An answer from the cache: 2 ms.</summary>
    public const long Cached = 200;

    /// <summary>What the fault <c>latency</c> adds: 1.5 s.</summary>
    public const long Fault = 150_000;

    // (share of 65,536, units): 450 ms at best, p50 1 s, p90 1.5 s, p99 2.4 s, 3 s at worst.
    private static readonly (int Share, long Units)[] Quantiles = [(0, 45_000), (32_768, 100_000), (58_982, 150_000), (64_881, 240_000), (65_536, 300_000)];

    /// <summary>Latency of a computed answer, linear between the quantiles.</summary>
    public static long Computed(int share)
    {
        var upper = 1;
        while (Quantiles[upper].Share <= share)
        {
            upper++;
        }

        var (from, low) = Quantiles[upper - 1];
        var (to, high) = Quantiles[upper];
        return low + ((high - low) * (share - from) / (to - from));
    }
}
