namespace TestOps.Benchmarks.Loads;

/// <summary>What one run of a generator came to; a figure that it does not give is null.</summary>
/// <param name="Requests">Requests that it counts.</param>
/// <param name="Seconds">Its duration.</param>
/// <param name="CpuSeconds">Processor time of the whole process, start-up included.</param>
/// <param name="RssMb">Peak of its resident set.</param>
/// <param name="P99Ms">p99 of what it calls the latency.</param>
internal sealed record LoadRun(long Requests, double Seconds, double CpuSeconds, double RssMb, double? P99Ms)
{
    /// <summary>Processor time of the load alone, where the generator says it.</summary>
    public double? LoadCpuSeconds { get; init; }

    public double? MedianMs { get; init; }

    public long Dropped { get; init; }

    public double Rate => Requests / Seconds;

    public double CpuMsPerThousand => CpuSeconds * 1e6 / Math.Max(1, Requests);

    public double? LoadCpuMsPerThousand => LoadCpuSeconds * 1e6 / Math.Max(1, Requests);
}
