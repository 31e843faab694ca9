namespace TestOps.Core.Suites;

/// <summary>A place of the answers that is compared less strictly.</summary>
public sealed record MaskSpec
{
    /// <summary>Step name; null where <see cref="Call"/> is given.</summary>
    public string? Step { get; init; }

    /// <summary>Call template such as <c>POST /query</c>; null where <see cref="Step"/> is given.</summary>
    public string? Call { get; init; }

    /// <summary>JSON Pointer into the body; <c>*</c> stands for any index.</summary>
    public required string At { get; init; }

    /// <summary>What is still compared.</summary>
    public required MaskKind Kind { get; init; }

    /// <summary>Why, in the suite's words.</summary>
    public required string Reason { get; init; }

    /// <summary>Absolute tolerance of <see cref="MaskKind.Tolerance"/>.</summary>
    public decimal Abs { get; init; }

    /// <summary>Relative tolerance of <see cref="MaskKind.Tolerance"/>, as a share of the recorded value.</summary>
    public decimal Rel { get; init; }

    /// <summary>How far apart two time stamps may be under <see cref="MaskKind.Time"/>, each relative to the first one of its session; 10 s.</summary>
    public TimeSpan Within { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Pointer to the key within each item of a <see cref="MaskKind.Set"/>; null pairs items by all that is compared of them.</summary>
    public string? Key { get; init; }

    /// <summary>Last day on which an <see cref="MaskKind.Opaque"/> mask is in force; null for no end.</summary>
    public DateOnly? Expires { get; init; }
}
