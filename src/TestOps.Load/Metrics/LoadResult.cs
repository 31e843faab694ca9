namespace TestOps.Load.Metrics;

/// <summary>
/// Everything that a load measured: sinks by key, and its seconds. Results of parallel producers of one test merge in any order and any grouping to the same
/// result; gauges are the sums of the producers' levels, second by second.
/// </summary>
public sealed class LoadResult
{
    private readonly SortedDictionary<string, MetricSink> _sinks;
    private readonly SortedDictionary<int, LoadSecond> _seconds;
    private readonly EndpointTable _endpoints;

    /// <summary>A result without samples.</summary>
    public static LoadResult Empty { get; } = new([], [], TimeSpan.Zero);

    internal LoadResult(SortedDictionary<string, MetricSink> sinks, SortedDictionary<int, LoadSecond> seconds, TimeSpan duration, EndpointTable? endpoints = null)
    {
        _endpoints = endpoints ?? new EndpointTable();
        _sinks = new(sinks, StringComparer.Ordinal);
        _seconds = seconds;
        Duration = duration;
    }

    /// <summary>From the start of the first scenario to the end of the last, graceful stop included: what rates are divided by. The longest of merged ones.</summary>
    public TimeSpan Duration { get; }

    /// <summary>Sinks by key (<c>http_reqs</c>, <c>http_req_duration{name:ask}</c>), in ordinal order; those without samples are absent.</summary>
    public IReadOnlyDictionary<string, MetricSink> Sinks => _sinks;

    /// <summary>The requests by the name of their step, in ordinal order. Steps beyond the hundredth name are together under <c>(others)</c>.</summary>
    public IReadOnlyDictionary<string, EndpointSink> Endpoints => _endpoints.Endpoints;

    /// <summary>The seconds in order.</summary>
    public IReadOnlyCollection<LoadSecond> Seconds => _seconds.Values;

    /// <summary>The sink of a key, or null without samples.</summary>
    public TSink? Find<TSink>(string key)
        where TSink : MetricSink => _sinks.GetValueOrDefault(key) as TSink;

    /// <summary>Sum of a counter; 0 without samples.</summary>
    public long Count(string key) => Find<CounterSink>(key)?.Total ?? 0;

    /// <summary>A gauge (<c>vus</c>, <c>vus_max</c>), or null: it is sampled once a second, so that a shorter test has none.</summary>
    public GaugeLevels? Gauge(string key)
    {
        var levels = Seconds.Select(second => key == MetricNames.Vus ? second.Vus : key == MetricNames.VusMax ? second.VusMax : null).OfType<int>().ToList();
        return levels.Count == 0 ? null : new GaugeLevels(levels[^1], levels.Min(), levels.Max());
    }

    /// <summary>This result and that of another producer of the same test.</summary>
    public LoadResult Merge(LoadResult other)
    {
        var sinks = new SortedDictionary<string, MetricSink>(StringComparer.Ordinal);
        foreach (var (key, sink) in _sinks.Concat(other._sinks))
        {
            if (sinks.TryGetValue(key, out var existing))
            {
                existing.Merge(sink);
            }
            else
            {
                sinks[key] = sink.Copy();
            }
        }

        var seconds = new SortedDictionary<int, LoadSecond>(_seconds);
        foreach (var (number, second) in other._seconds)
        {
            seconds[number] = seconds.TryGetValue(number, out var existing) ? existing.Merge(second) : second;
        }

        var endpoints = new EndpointTable();
        endpoints.Merge(_endpoints);
        endpoints.Merge(other._endpoints);
        return new LoadResult(sinks, seconds, Duration > other.Duration ? Duration : other.Duration, endpoints);
    }
}
