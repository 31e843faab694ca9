namespace TestOps.Core.Suites;

/// <summary>The <c>engine</c> section.</summary>
public sealed record EngineSpec
{
    /// <summary><c>toron</c>, <c>http</c> or <c>process</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Base URL template of an <c>http</c> engine; null where only an environment gives one. With <see cref="Start"/> it is <see cref="EngineDefaults.StartedBaseUrl"/> unless given.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>The process that TestOps starts for every lease; null where somebody else runs the engine.</summary>
    public StartSpec? Start { get; init; }

    /// <summary>How the engine's state is made new for every lease; null leaves it as it is.</summary>
    public ResetSpec? Reset { get; init; }

    /// <summary>Path asked before every phase; null asks nothing.</summary>
    public string? Health { get; init; }

    /// <summary>How the engine's version is asked; null does not ask.</summary>
    public VersionSpec? Version { get; init; }

    /// <summary>Headers added to every call; values are templates.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Limit on one call; 30 s.</summary>
    public TimeSpan Timeout { get; init; } = EngineDefaults.Timeout;

    /// <summary>Limit on a response body in bytes; 16 MiB.</summary>
    public long MaxBodyBytes { get; init; } = EngineDefaults.MaxBodyBytes;

    /// <summary>toron: whether answers take their modelled time; false answers at once.</summary>
    public bool RealLatency { get; init; }

    /// <summary>toron: planted faults, for example <c>drift:/consensus/model</c>.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];
}
