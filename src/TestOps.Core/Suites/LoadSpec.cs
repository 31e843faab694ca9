namespace TestOps.Core.Suites;

/// <summary>The <c>load</c> section. The profile is k6's.</summary>
public sealed record LoadSpec
{
    /// <summary><c>builtin</c> or <c>k6</c>.</summary>
    public string Driver { get; init; } = "builtin";

    /// <summary>Warm-up of the client against a loopback stub, never counted; 1 s.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How the users speak HTTP.</summary>
    public LoadHttpSpec Http { get; init; } = new();

    /// <summary>Name of the profile that the load has instead of scenarios of its own; null for none.</summary>
    public string? Profile { get; init; }

    /// <summary>The profiles of the suite, in the order of the file.</summary>
    public IReadOnlyList<LoadProfileSpec> Profiles { get; init; } = [];

    /// <summary>Load scenarios in the order of the file; at least one, none where there is a <see cref="Script"/>. Those of a <see cref="Profile"/> are in the plan.</summary>
    public required IReadOnlyList<LoadScenarioSpec> Scenarios { get; init; }

    /// <summary>Thresholds in the order of the file, one entry for each expression.</summary>
    public IReadOnlyList<ThresholdSpec> Thresholds { get; init; } = [];

    /// <summary>Gates relative to a baseline, in the order of the file.</summary>
    public IReadOnlyList<AgainstSpec> Against { get; init; } = [];

    /// <summary>The k6 script that is run instead of scenarios; null for none.</summary>
    public K6ScriptSpec? Script { get; init; }

    /// <summary>The k6 binary, a path or a name on the <c>PATH</c>; null: <c>TESTOPS_K6</c>, then <c>k6</c>.</summary>
    public string? K6 { get; init; }

    /// <summary>From the first start to the last regular end, without graceful stop; 0 for a script, which knows it alone.</summary>
    public TimeSpan Duration => Scenarios.Count == 0 ? TimeSpan.Zero : Scenarios.Max(static scenario => scenario.StartTime + scenario.Duration);
}
