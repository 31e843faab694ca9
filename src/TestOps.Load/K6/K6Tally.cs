using TestOps.Load.Metrics;

namespace TestOps.Load.K6;

/// <summary>Everything that is gathered from k6's stream while it runs. One caller at a time.</summary>
internal sealed class K6Tally
{
    private readonly K6Line _line = new();
    private readonly K6Seconds _seconds;
    private readonly SortedDictionary<string, K6Samples> _metrics = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (long Complete, long Dropped)> _scenarios = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(MetricSelector Selector, long[] Count)>> _judged = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long[]> _judgedCounts = new(StringComparer.Ordinal);

    /// <summary>Creates a tally that also counts the samples of each key of <paramref name="judged"/>; closed seconds go to <paramref name="onClosed"/>.</summary>
    public K6Tally(IEnumerable<string> judged, Action<LoadSecond> onClosed)
    {
        _seconds = new K6Seconds(second =>
        {
            Requests += second.Requests;
            Failed += second.Failed;
            onClosed(second);
        });
        foreach (var key in judged.Distinct(StringComparer.Ordinal))
        {
            if (MetricSelector.TryParse(key, out var selector, out _))
            {
                var count = new long[1];
                _judgedCounts[key] = count;
                if (!_judged.TryGetValue(selector.Metric, out var keys))
                {
                    _judged[selector.Metric] = keys = [];
                }

                keys.Add((selector, count));
            }
        }
    }

    /// <summary>Lines that are none of k6's: text of a script's own summary, or the end of a stream that a kill has cut.</summary>
    public long Unreadable { get; private set; }

    /// <summary>Requests of the seconds that are closed.</summary>
    public long Requests { get; private set; }

    /// <summary>Those of them that failed.</summary>
    public long Failed { get; private set; }

    /// <summary>How requests failed.</summary>
    public K6Failures Failures { get; } = new();

    /// <summary>From the first sample to the last.</summary>
    public TimeSpan Length => _seconds.Length;

    /// <summary>All metrics that have samples.</summary>
    public IReadOnlyDictionary<string, K6Samples> Metrics => _metrics;

    /// <summary>Complete and dropped iterations by scenario.</summary>
    public IReadOnlyDictionary<string, (long Complete, long Dropped)> Scenarios => _scenarios;

    /// <summary>Users at work, as k6 said last; 0 before.</summary>
    public int Vus { get; private set; }

    /// <summary>Complete iterations so far.</summary>
    public long Iterations { get; private set; }

    /// <summary>Durations of all requests so far, in milliseconds at the percentile 95; null without any.</summary>
    public double? DurationP95Ms => _metrics.TryGetValue(MetricNames.HttpReqDuration, out var durations) && durations.Count > 0 ? durations.ToMetric(TimeSpan.Zero)["p(95)"] : null;

    /// <summary>How many samples a key of a threshold matched; null for a key that was not asked for.</summary>
    public long? SamplesOf(string key) => _judgedCounts.TryGetValue(key, out var count) ? count[0] : null;

    /// <summary>Takes a line without its end.</summary>
    public void Add(ReadOnlySpan<byte> line)
    {
        if (!_line.TryRead(line))
        {
            Unreadable += line.Trim((byte)' ').IsEmpty ? 0 : 1;
        }
        else if (_line.IsDeclaration)
        {
            _metrics.TryAdd(_line.Metric, new K6Samples(KindOf(_line.Type), _line.Contains));
        }
        else
        {
            AddSample(_line);
        }
    }

    /// <summary>Closes the last seconds.</summary>
    public void Finish() => _seconds.Finish();

    private void AddSample(K6Line sample)
    {
        if (_metrics.TryGetValue(sample.Metric, out var samples))
        {
            samples.Add(sample.Value);
        }

        if (_judged.TryGetValue(sample.Metric, out var keys))
        {
            foreach (var (selector, count) in keys)
            {
                count[0] += selector.Tags.All(tag => sample.Tag(tag.Key) == tag.Value) ? 1 : 0;
            }
        }

        var second = _seconds.At(sample.Time);
        switch (sample.Metric)
        {
            case MetricNames.HttpReqs:
                second.Requests++;
                second.Unanswered += Failures.Add(sample) ? 1 : 0;
                break;
            case MetricNames.HttpReqFailed:
                second.Failed += sample.Value != 0 ? 1 : 0;
                break;
            case MetricNames.HttpReqDuration:
                second.Durations.Add((long)Math.Max(0, sample.Value * 1e6));
                break;
            case MetricNames.Iterations:
                second.Iterations += (long)sample.Value;
                Iterations += (long)sample.Value;
                AddTo(sample, (long)sample.Value, 0);
                break;
            case MetricNames.DroppedIterations:
                second.Dropped += (long)sample.Value;
                AddTo(sample, 0, (long)sample.Value);
                break;
            case MetricNames.Vus:
                Vus = (int)sample.Value;
                second.Vus = Vus;
                break;
            case MetricNames.VusMax:
                second.VusMax = (int)sample.Value;
                break;
        }
    }

    private void AddTo(K6Line sample, long complete, long dropped)
    {
        var name = sample.Tag("scenario") ?? "default";
        var seen = _scenarios.GetValueOrDefault(name);
        _scenarios[name] = (seen.Complete + complete, seen.Dropped + dropped);
    }

    private static LoadMetricKind KindOf(string type) => type switch
    {
        "counter" => LoadMetricKind.Counter,
        "gauge" => LoadMetricKind.Gauge,
        "rate" => LoadMetricKind.Rate,
        _ => LoadMetricKind.Trend,
    };
}
