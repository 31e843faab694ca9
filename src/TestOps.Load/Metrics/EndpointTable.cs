namespace TestOps.Load.Metrics;

/// <summary>The endpoints of a recorder, or of all of them together. Not thread-safe: the recorder holds the lock.</summary>
internal sealed class EndpointTable
{
    /// <summary>Most endpoints that a load keeps apart: each has a histogram, and a plan may have more steps than anybody reads rows.</summary>
    public const int EndpointsMax = 100;

    /// <summary>Where the endpoints beyond that go together.</summary>
    public const string Others = "(others)";

    private readonly SortedDictionary<string, EndpointSink> _endpoints = new(StringComparer.Ordinal);
    private readonly IReadOnlySet<string>? _apart;

    /// <summary>Creates a table that keeps these names apart; all of them where it is not said.</summary>
    public EndpointTable(IReadOnlySet<string>? apart = null) => _apart = apart;

    public IReadOnlyDictionary<string, EndpointSink> Endpoints => _endpoints;

    public void Add(in RequestSample sample)
    {
        if (sample.Tags.Name is { } name)
        {
            SinkOf(_apart is null || _apart.Contains(name) ? name : Others).Add(sample.Timings.DurationNs, !sample.Tags.IsExpected);
        }
    }

    public void Merge(EndpointTable other)
    {
        foreach (var (name, sink) in other._endpoints)
        {
            SinkOf(name).Merge(sink);
        }
    }

    private EndpointSink SinkOf(string name) => _endpoints.TryGetValue(name, out var sink) ? sink : _endpoints[name] = new EndpointSink();
}
