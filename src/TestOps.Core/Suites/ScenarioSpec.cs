namespace TestOps.Core.Suites;

/// <summary>A named list of steps that a session runs.</summary>
public sealed record ScenarioSpec
{
    /// <summary>Name, unique in the suite.</summary>
    public required string Name { get; init; }

    /// <summary>Share of sessions relative to the other weights; 1.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>Tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>What a replay compares of its sessions; everything.</summary>
    public CompareMode Compare { get; init; } = CompareMode.Full;

    /// <summary>Steps in order; at least one call.</summary>
    public required IReadOnlyList<StepSpec> Steps { get; init; }
}
