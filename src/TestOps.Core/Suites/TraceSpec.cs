namespace TestOps.Core.Suites;

/// <summary>The <c>trace</c> section: what the trace holds of bodies.</summary>
public sealed record TraceSpec
{
    /// <summary>Bodies in full, nothing redacted.</summary>
    public static TraceSpec Default { get; } = new();

    /// <summary>Whether digests stand in place of the bodies of requests and answers; false keeps them in full.</summary>
    public bool IsHashed { get; init; }

    /// <summary>Places of JSON bodies whose values become tokens; none by default.</summary>
    public IReadOnlyList<RedactSpec> Redact { get; init; } = [];
}
