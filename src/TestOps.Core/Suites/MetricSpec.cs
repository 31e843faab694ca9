namespace TestOps.Core.Suites;

/// <summary>A number computed over the answers of SIM, with an optional budget.</summary>
public sealed record MetricSpec
{
    /// <summary>Name, unique; its gate is <c>sim/metrics/{name}</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What is computed.</summary>
    public required MetricKind Kind { get; init; }

    /// <summary>JavaScript over the answer: a truth value for share and count, a number for sum and mean; null for latency and first.</summary>
    public string? Script { get; init; }

    /// <summary>The step or scenario whose answers count.</summary>
    public required string Of { get; init; }

    /// <summary>Percentile of a latency or first metric in per cent; 100 is the maximum.</summary>
    public int Percentile { get; init; }

    /// <summary>Whether the value is a percentile of times.</summary>
    public bool IsTime => Kind is MetricKind.Latency or MetricKind.First;

    /// <summary>Smallest value that passes (milliseconds for latency and first); null for no limit.</summary>
    public double? Min { get; init; }

    /// <summary>Largest value that passes (milliseconds for latency and first); null for no limit.</summary>
    public double? Max { get; init; }
}
