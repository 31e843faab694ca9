namespace TestOps.Load.Metrics;

/// <summary>Where all samples of a test go: recorders for the virtual users, merged once a second and at the end.</summary>
public sealed class SampleBoard
{
    private const int RecordersMax = 8;
    private readonly SampleRecorder[] _recorders;
    private readonly SortedDictionary<int, LoadSecond> _seconds = [];
    private readonly SecondTally _tally = new();

    /// <summary>
    /// Creates a board that also keeps the sub-metrics of <paramref name="selectors"/>, and k6's <c>http_req_duration{expected_response:true}</c>. Of the names of steps in
    /// <paramref name="endpoints"/> the first hundred are kept apart, what remains together; all of them where it is null.
    /// </summary>
    public SampleBoard(IEnumerable<MetricSelector> selectors, IEnumerable<string>? endpoints = null)
    {
        var apart = endpoints?.Distinct(StringComparer.Ordinal).Take(EndpointTable.EndpointsMax).ToHashSet(StringComparer.Ordinal);
        MetricSelector.TryParse("http_req_duration{expected_response:true}", out var expected, out _);
        var distinct = selectors.Append(expected!).DistinctBy(selector => selector.Key, StringComparer.Ordinal).ToList();
        _recorders = [.. Enumerable.Range(0, Math.Clamp(Environment.ProcessorCount, 1, RecordersMax)).Select(_ => new SampleRecorder(distinct, apart))];
    }

    /// <summary>Durations of all requests of the seconds taken so far, for progress.</summary>
    public LatencyHistogram Durations { get; } = new();

    /// <summary>The recorder of a virtual user.</summary>
    public SampleRecorder RecorderFor(int user) => _recorders[user % _recorders.Length];

    /// <summary>
    /// Closes the current second under a number: the samples since the last call. The gauges are null for a last second that is not a full one. One caller at a time.
    /// </summary>
    public LoadSecond TakeSecond(int number, int? vus, int? vusMax)
    {
        _tally.Reset();
        foreach (var recorder in _recorders)
        {
            recorder.TakeSecond(_tally);
        }

        Durations.Merge(_tally.Durations);
        var second = new LoadSecond(number, _tally.Requests, _tally.Failed, _tally.Unanswered, _tally.Iterations, _tally.Dropped, vus, vusMax, _tally.Durations.Encode());
        _seconds[number] = second;
        return second;
    }

    /// <summary>Everything measured; call it when no user records any more.</summary>
    public LoadResult Finish(TimeSpan duration)
    {
        var endpoints = new EndpointTable();
        foreach (var recorder in _recorders)
        {
            recorder.MergeInto(endpoints);
        }

        return new LoadResult(Gather(keys: null), new(_seconds), duration, endpoints);
    }

    /// <summary>What some metrics have come to while users are still recording. The caller of <see cref="TakeSecond"/> calls it, too.</summary>
    internal LoadResult Peek(IReadOnlySet<string> keys, TimeSpan duration) => new(Gather(keys), _seconds, duration);

    private SortedDictionary<string, MetricSink> Gather(IReadOnlySet<string>? keys)
    {
        var sinks = new SortedDictionary<string, MetricSink>(StringComparer.Ordinal);
        foreach (var recorder in _recorders)
        {
            recorder.MergeInto(sinks, keys);
        }

        return sinks;
    }
}
