namespace TestOps.Core.Suites;

/// <summary>A valid suite: what to run, typed, with every default filled in. Durations are <see cref="TimeSpan"/>s, JSON values stay JSON.</summary>
public sealed record Suite
{
    /// <summary>Format version; 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Name of the suite: letters, digits, <c>-</c> and <c>_</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Variables of each environment, by its name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Environments { get; init; } = new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>The system under test, as it is without an environment.</summary>
    public required EngineSpec Engine { get; init; }

    /// <summary>The system under test in each environment that overrides keys of it, by the environment's name.</summary>
    public IReadOnlyDictionary<string, EngineSpec> EnvironmentEngines { get; init; } = new Dictionary<string, EngineSpec>();

    /// <summary>The simulation; null leaves the phase out.</summary>
    public SimSpec? Sim { get; init; }

    /// <summary>The load; null leaves the phase out.</summary>
    public LoadSpec? Load { get; init; }

    /// <summary>The replay; null leaves the phase out.</summary>
    public ReplaySpec? Replay { get; init; }

    /// <summary>The extra phases, in the order in which they run. A plan has those alone that its run asks for.</summary>
    public IReadOnlyList<PhaseSpec> Phases { get; init; } = [];

    /// <summary>What the trace holds of bodies.</summary>
    public TraceSpec Trace { get; init; } = TraceSpec.Default;

    /// <summary>The environment variables that the suite reads, by name and environment in ordinal order: all of them are secrets.</summary>
    public IReadOnlyList<EnvironmentVariable> EnvironmentVariables { get; init; } = [];

    /// <summary>Gates that are known to fail.</summary>
    public IReadOnlyList<KnownSpec> Known { get; init; } = [];

    /// <summary>What a run may cost; null for no limit.</summary>
    public BudgetSpec? Budget { get; init; }

    /// <summary>The file's text, as read: the snapshot carries it.</summary>
    public required string SourceText { get; init; }

    /// <summary>The system under test in <paramref name="environment"/>; null is none.</summary>
    public EngineSpec EngineIn(string? environment) => environment is not null && EnvironmentEngines.TryGetValue(environment, out var engine) ? engine : Engine;
}
