namespace TestOps.Load.Metrics;

/// <summary>All series of a recorder. Not thread-safe.</summary>
internal sealed class SampleSeries
{
    private readonly Series<RateSink> _checks, _failed;
    private readonly Series<CounterSink> _dropped, _iterations, _received, _requests, _sent;
    private readonly Series<TrendSink> _blocked, _connecting, _duration, _intended, _iterationDuration, _receiving, _sending, _startLag, _tls, _waiting;

    public SampleSeries(IReadOnlyList<MetricSelector> selectors)
    {
        _checks = new(MetricNames.Checks, selectors);
        _failed = new(MetricNames.HttpReqFailed, selectors);
        _dropped = new(MetricNames.DroppedIterations, selectors);
        _iterations = new(MetricNames.Iterations, selectors);
        _received = new(MetricNames.DataReceived, selectors);
        _requests = new(MetricNames.HttpReqs, selectors);
        _sent = new(MetricNames.DataSent, selectors);
        _blocked = new(MetricNames.HttpReqBlocked, selectors);
        _connecting = new(MetricNames.HttpReqConnecting, selectors);
        _duration = new(MetricNames.HttpReqDuration, selectors);
        _intended = new(MetricNames.HttpReqDurationIntended, selectors);
        _iterationDuration = new(MetricNames.IterationDuration, selectors);
        _receiving = new(MetricNames.HttpReqReceiving, selectors);
        _sending = new(MetricNames.HttpReqSending, selectors);
        _startLag = new(MetricNames.IterationStartLag, selectors);
        _tls = new(MetricNames.HttpReqTlsHandshaking, selectors);
        _waiting = new(MetricNames.HttpReqWaiting, selectors);
    }

    public void AddRequest(in RequestSample sample)
    {
        var timings = sample.Timings;
        Add(_blocked, sample.Tags, timings.BlockedNs);
        Add(_connecting, sample.Tags, timings.ConnectingNs);
        Add(_tls, sample.Tags, timings.TlsNs);
        Add(_sending, sample.Tags, timings.SendingNs);
        Add(_waiting, sample.Tags, timings.WaitingNs);
        Add(_receiving, sample.Tags, timings.ReceivingNs);
        Add(_duration, sample.Tags, timings.DurationNs);
        Add(_requests, sample.Tags, 1);
        Add(_failed, sample.Tags, !sample.Tags.IsExpected);
        if (sample.StartLagNs is { } lag)
        {
            Add(_intended, sample.Tags, timings.DurationNs + lag);
        }
    }

    public void AddCheck(in SampleTags tags, bool passed) => Add(_checks, tags, passed);

    public void AddIteration(in SampleTags tags, long durationNs)
    {
        Add(_iterations, tags, 1);
        Add(_iterationDuration, tags, durationNs);
    }

    // A start that found its user is a sample of 0: dropped iterations were watched for, and none was seen.
    public void AddDropped(in SampleTags tags, long count) => Add(_dropped, tags, count);

    public void AddStartLag(in SampleTags tags, long lagNs) => Add(_startLag, tags, lagNs);

    public void AddData(in SampleTags tags, long sentBytes, long receivedBytes)
    {
        Add(_sent, tags, sentBytes);
        Add(_received, tags, receivedBytes);
    }

    public void MergeInto(SortedDictionary<string, MetricSink> sinks, IReadOnlySet<string>? keys)
    {
        foreach (var rate in (ReadOnlySpan<Series<RateSink>>)[_checks, _failed])
        {
            rate.MergeInto(sinks, keys);
        }

        foreach (var counter in (ReadOnlySpan<Series<CounterSink>>)[_dropped, _iterations, _received, _requests, _sent])
        {
            counter.MergeInto(sinks, keys);
        }

        foreach (var trend in (ReadOnlySpan<Series<TrendSink>>)[_blocked, _connecting, _duration, _intended, _iterationDuration, _receiving, _sending, _startLag, _tls, _waiting])
        {
            trend.MergeInto(sinks, keys);
        }
    }

    private static void Add(Series<TrendSink> series, in SampleTags tags, long nanoseconds)
    {
        foreach (var sink in series.For(tags))
        {
            sink.Add(nanoseconds);
        }
    }

    private static void Add(Series<CounterSink> series, in SampleTags tags, long value)
    {
        foreach (var sink in series.For(tags))
        {
            sink.Add(value);
        }
    }

    private static void Add(Series<RateSink> series, in SampleTags tags, bool value)
    {
        foreach (var sink in series.For(tags))
        {
            sink.Add(value);
        }
    }
}
