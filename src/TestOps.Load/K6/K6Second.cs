using TestOps.Load.Metrics;

namespace TestOps.Load.K6;

/// <summary>What one second brought.</summary>
internal sealed class K6Second
{
    public long Requests { get; set; }

    public long Failed { get; set; }

    public long Unanswered { get; set; }

    public long Iterations { get; set; }

    public long Dropped { get; set; }

    public int? Vus { get; set; }

    public int? VusMax { get; set; }

    public LatencyHistogram Durations { get; } = new();

    public LoadSecond ToSecond(int number) => new(number, Requests, Failed, Unanswered, Iterations, Dropped, Vus, VusMax, Durations.Encode());
}
