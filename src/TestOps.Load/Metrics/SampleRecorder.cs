namespace TestOps.Load.Metrics;

/// <summary>
/// Gathers samples of a share of the virtual users. A lock guards it, but users are spread over several recorders, and everything else happens once a
/// second: the lock is hardly ever contended. Memory does not grow with the number of samples.
/// </summary>
public sealed class SampleRecorder
{
    private readonly Lock _gate = new();
    private readonly SampleSeries _series;
    private readonly EndpointTable _endpoints;
    private SecondTally _second = new();
    private SecondTally _spare = new();

    internal SampleRecorder(IReadOnlyList<MetricSelector> selectors, IReadOnlySet<string>? endpoints)
    {
        _series = new SampleSeries(selectors);
        _endpoints = new EndpointTable(endpoints);
    }

    /// <summary>Records a request.</summary>
    public void Request(in RequestSample sample)
    {
        lock (_gate)
        {
            _series.AddRequest(sample);
            _endpoints.Add(sample);
            _second.Requests++;
            _second.Failed += sample.Tags.IsExpected ? 0 : 1;
            _second.Unanswered += sample.Tags.Status == 0 ? 1 : 0;
            _second.Durations.Add(sample.Timings.DurationNs);
        }
    }

    /// <summary>Records the result of a check.</summary>
    public void Check(in SampleTags tags, bool passed)
    {
        lock (_gate)
        {
            _series.AddCheck(tags, passed);
        }
    }

    /// <summary>Records a complete iteration; interrupted ones are not recorded.</summary>
    public void Iteration(ScenarioTags scenario, long durationNs)
    {
        lock (_gate)
        {
            _series.AddIteration(new SampleTags(scenario), durationNs);
            _second.Iterations++;
        }
    }

    /// <summary>Records that a planned start was made, <paramref name="lagNs"/> late.</summary>
    public void Start(ScenarioTags scenario, long lagNs)
    {
        lock (_gate)
        {
            _series.AddDropped(new SampleTags(scenario), 0);
            _series.AddStartLag(new SampleTags(scenario), lagNs);
        }
    }

    /// <summary>Records planned starts that did not happen, as one sample; 0 says that they were watched for and none was seen.</summary>
    public void Dropped(ScenarioTags scenario, long count)
    {
        lock (_gate)
        {
            _series.AddDropped(new SampleTags(scenario), count);
            _second.Dropped += count;
        }
    }

    /// <summary>Records bytes on the wire.</summary>
    public void Data(ScenarioTags scenario, long sentBytes, long receivedBytes)
    {
        lock (_gate)
        {
            _series.AddData(new SampleTags(scenario), sentBytes, receivedBytes);
        }
    }

    /// <summary>Moves what was gathered since the last call into <paramref name="second"/>.</summary>
    internal void TakeSecond(SecondTally second)
    {
        SecondTally taken;
        lock (_gate)
        {
            taken = _second;
            _second = _spare;
        }

        second.Merge(taken);
        taken.Reset();
        _spare = taken;
    }

    /// <summary>Adds what was gathered to <paramref name="sinks"/>: all of it, or what <paramref name="keys"/> name.</summary>
    internal void MergeInto(SortedDictionary<string, MetricSink> sinks, IReadOnlySet<string>? keys)
    {
        lock (_gate)
        {
            _series.MergeInto(sinks, keys);
        }
    }

    internal void MergeInto(EndpointTable endpoints)
    {
        lock (_gate)
        {
            endpoints.Merge(_endpoints);
        }
    }
}
