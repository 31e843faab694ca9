namespace TestOps.Core.Suites;

/// <summary>The <c>sim</c> section.</summary>
public sealed record SimSpec
{
    /// <summary>Seed of every random stream; 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Number of sessions; 100. From 1 to 10,000,000.</summary>
    public int Users { get; init; } = 100;

    /// <summary>Sessions in flight, for black-box engines; 1.</summary>
    public int Concurrency { get; init; } = 1;

    /// <summary>Whether black-box sessions really wait their think time; false skips it.</summary>
    public bool RealThink { get; init; }

    /// <summary>Whether each session has a cookie jar; true. False neither sends nor keeps cookies.</summary>
    public bool KeepsCookies { get; init; } = true;

    /// <summary>Data sources by name.</summary>
    public IReadOnlyDictionary<string, DataSourceSpec> Data { get; init; } = new Dictionary<string, DataSourceSpec>();

    /// <summary>Scenarios in the order of the file; at least one.</summary>
    public required IReadOnlyList<ScenarioSpec> Scenarios { get; init; }

    /// <summary>Suite metrics in the order of the file.</summary>
    public IReadOnlyList<MetricSpec> Metrics { get; init; } = [];
}
