namespace TestOps.Load.Metrics;

/// <summary>The sink of a metric and those of its sub-metrics that thresholds name. Not thread-safe: its recorder holds the lock.</summary>
internal sealed class Series<TSink>
    where TSink : MetricSink, new()
{
    private readonly string _metric;
    private readonly (MetricSelector Selector, TSink Sink)[] _parts;

    public Series(string metric, IEnumerable<MetricSelector> selectors)
    {
        _metric = metric;
        _parts = [.. selectors.Where(selector => selector.Metric == metric && selector.Tags.Count > 0).Select(selector => (selector, new TSink()))];
    }

    private TSink Total { get; } = new();

    /// <summary>The sinks that a sample with these tags goes to: the metric's own first.</summary>
    public Matches For(in SampleTags tags) => new(this, tags);

    /// <summary>
    /// Adds what was gathered to <paramref name="sinks"/>, by key: all of it, or what <paramref name="keys"/> name; sinks without samples are left out, as in k6's summary.
    /// </summary>
    public void MergeInto(SortedDictionary<string, MetricSink> sinks, IReadOnlySet<string>? keys)
    {
        MergeInto(sinks, _metric, Total, keys);
        foreach (var (selector, sink) in _parts)
        {
            MergeInto(sinks, selector.Key, sink, keys);
        }
    }

    private static void MergeInto(SortedDictionary<string, MetricSink> sinks, string key, TSink sink, IReadOnlySet<string>? keys)
    {
        if (sink.Samples == 0 || keys?.Contains(key) == false)
        {
            return;
        }

        if (sinks.TryGetValue(key, out var existing))
        {
            existing.Merge(sink);
        }
        else
        {
            sinks[key] = sink.Copy();
        }
    }

    /// <summary>Walks over the matching sinks without an allocation.</summary>
    public ref struct Matches
    {
        private readonly Series<TSink> _series;
        private readonly SampleTags _tags;
        private int _at;

        internal Matches(Series<TSink> series, in SampleTags tags)
        {
            _series = series;
            _tags = tags;
            _at = -2;
        }

        public readonly TSink Current => _at < 0 ? _series.Total : _series._parts[_at].Sink;

        public readonly Matches GetEnumerator() => this;

        public bool MoveNext()
        {
            if (++_at < 0)
            {
                return true;
            }

            while (_at < _series._parts.Length && !IsMatch(_series._parts[_at].Selector))
            {
                _at++;
            }

            return _at < _series._parts.Length;
        }

        private readonly bool IsMatch(MetricSelector selector)
        {
            for (var i = 0; i < selector.Tags.Count; i++)
            {
                if (!_tags.Has(selector.Tags[i].Key, selector.Tags[i].Value))
                {
                    return false;
                }
            }

            return true;
        }
    }
}
