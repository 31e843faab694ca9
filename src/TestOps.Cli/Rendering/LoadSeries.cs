using TestOps.Core.Journaling;
using TestOps.Load.Metrics;

namespace TestOps.Cli.Rendering;

/// <summary>The seconds of a load, as the journal holds them: what each brought, and what came together since the start.</summary>
internal sealed class LoadSeries
{
    private readonly List<double> _requests = [];
    private readonly List<double> _p95Ms = [];
    private readonly LatencyHistogram _all = new();

    /// <summary>Whether there is anything to draw: one second is no course.</summary>
    public bool IsDrawable => _requests.Count > 1;

    /// <summary>Requests of each second, oldest first.</summary>
    public IReadOnlyList<double> Requests => _requests;

    /// <summary><c>http_req_duration</c> p95 of each second in milliseconds; 0 for a second without requests.</summary>
    public IReadOnlyList<double> P95Ms => _p95Ms;

    /// <summary>Virtual users at work at the end of the last second.</summary>
    public int Vus { get; private set; }

    /// <summary>Requests since the start.</summary>
    public long Total { get; private set; }

    /// <summary>Those of them that failed.</summary>
    public long Failed { get; private set; }

    /// <summary>Planned starts that did not happen, since the start.</summary>
    public long Dropped { get; private set; }

    /// <summary>How the thresholds stood when they were last asked; empty before.</summary>
    public IReadOnlyList<ThresholdStanding> Thresholds { get; private set; } = [];

    public void Add(LoadSecondMeasured second)
    {
        var durations = LatencyHistogram.Decode(second.DurationHistogram);
        _requests.Add(second.Requests);
        _p95Ms.Add(durations.PercentileUs(95) / 1e3);
        _all.Merge(durations);
        Vus = second.Vus;
        Total += second.Requests;
        Failed += second.Failed;
        Dropped += second.Dropped;
        Thresholds = second.Thresholds ?? Thresholds;
    }

    /// <summary>A percentile of all durations since the start in milliseconds; null without any.</summary>
    public double? PercentileMs(double percentile) => _all.Count == 0 ? null : _all.PercentileUs(percentile) / 1e3;
}
