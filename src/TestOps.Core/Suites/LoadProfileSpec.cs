namespace TestOps.Core.Suites;

/// <summary>A shape of load by name, of a suite or built in. It expands to ordinary load scenarios.</summary>
public sealed record LoadProfileSpec
{
    /// <summary>Name: letters, digits, <c>-</c> and <c>_</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The built-in shape that it has: <c>smoke</c>, <c>baseline</c>, <c>stress</c>, <c>soak</c> or <c>spike</c>.</summary>
    public required string Shape { get; init; }

    /// <summary>Virtual users at the peak, of all scenarios together; null is the shape's, with <see cref="Rate"/> at least one for each start a second.</summary>
    public int? Vus { get; init; }

    /// <summary>Iterations started a second at the peak, of all scenarios together; null lets the users loop instead.</summary>
    public int? Rate { get; init; }

    /// <summary>Time at the peak; null is the shape's.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Time of each change; null is the shape's. 0 jumps.</summary>
    public TimeSpan? Ramp { get; init; }

    /// <summary>The scenario of <c>sim</c> that iterations run; null runs all that have a weight, by their weights.</summary>
    public string? Exec { get; init; }

    /// <summary>Thresholds in place of those of the load; null keeps these.</summary>
    public IReadOnlyList<ThresholdSpec>? Thresholds { get; init; }
}
