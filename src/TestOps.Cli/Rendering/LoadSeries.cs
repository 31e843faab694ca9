using TestOps.Core.Journaling;
using TestOps.Load.Metrics;

namespace TestOps.Cli.Rendering;

/// <summary>The seconds of a load, as the journal holds them: requests and p95 of each.</summary>
internal sealed class LoadSeries
{
    private readonly List<double> _requests = [];
    private readonly List<double> _p95Ms = [];

    /// <summary>Whether there is anything to draw: one second is no course.</summary>
    public bool IsDrawable => _requests.Count > 1;

    /// <summary>Requests of each second, oldest first.</summary>
    public IReadOnlyList<double> Requests => _requests;

    /// <summary><c>http_req_duration</c> p95 of each second in milliseconds; 0 for a second without requests.</summary>
    public IReadOnlyList<double> P95Ms => _p95Ms;

    public void Add(LoadSecondMeasured second)
    {
        _requests.Add(second.Requests);
        _p95Ms.Add(LatencyHistogram.Decode(second.DurationHistogram).PercentileUs(95) / 1e3);
    }
}
