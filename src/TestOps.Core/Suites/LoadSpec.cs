namespace TestOps.Core.Suites;

/// <summary>The <c>load</c> section. The profile is k6's.</summary>
public sealed record LoadSpec
{
    /// <summary><c>builtin</c>; <c>k6</c> is reserved.</summary>
    public string Driver { get; init; } = "builtin";

    /// <summary>Warm-up of the client against a loopback stub, never counted; 1 s.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Load scenarios in the order of the file; at least one.</summary>
    public required IReadOnlyList<LoadScenarioSpec> Scenarios { get; init; }

    /// <summary>Thresholds in the order of the file, one entry for each expression.</summary>
    public IReadOnlyList<ThresholdSpec> Thresholds { get; init; } = [];
}
