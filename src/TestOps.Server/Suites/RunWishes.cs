using TestOps.Core.Planning;

namespace TestOps.Server.Suites;

/// <summary>What a caller wants of a suite.</summary>
public sealed record RunWishes
{
    /// <summary>What starts the run, for its log and the history.</summary>
    public string Trigger { get; init; } = "api";

    /// <summary>Whether divergent sessions above the floor fail the exit code.</summary>
    public bool IsStrict { get; init; }

    /// <summary>Seed, users and faults; the suite's own by default.</summary>
    public SuiteOverrides Overrides { get; init; } = SuiteOverrides.None;

    /// <summary>Environment of the suite; null for none.</summary>
    public string? Environment { get; init; }

    /// <summary>Whether the suite's extra phases run, too.</summary>
    public bool IncludesExtraPhases { get; init; }
}
