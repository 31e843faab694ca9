namespace TestOps.Core.Suites;

/// <summary>The <c>replay</c> section.</summary>
public sealed record ReplaySpec
{
    /// <summary>Most masks that a suite may have.</summary>
    public const int MasksMax = 1000;

    /// <summary>Number of replays; 1. From 1 to 100.</summary>
    public int Times { get; init; } = 1;

    /// <summary>Lowest score that passes, 0-100; 90.</summary>
    public decimal Floor { get; init; } = 90;

    /// <summary>Floors of single scenarios; the others have <see cref="Floor"/>.</summary>
    public IReadOnlyDictionary<string, decimal> Floors { get; init; } = new Dictionary<string, decimal>();

    /// <summary>Sessions replayed; null for all.</summary>
    public int? Sessions { get; init; }

    /// <summary>What is not compared, and why.</summary>
    public IReadOnlyList<MaskSpec> Masks { get; init; } = [];

    /// <summary>Largest share of a step's leaves that <c>opaque</c> masks may hide; 0.2 (one leaf is always allowed).</summary>
    public decimal MaxOpaque { get; init; } = 0.2m;
}
