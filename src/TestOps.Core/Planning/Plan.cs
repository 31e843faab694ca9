using TestOps.Core.Safety;
using TestOps.Core.Suites;

namespace TestOps.Core.Planning;

/// <summary>
/// A suite with everything resolved before anything starts: a pure value of suite, data, seed, environment name, caps and tools; equal inputs give
/// equal plans. <c>${engine.*}</c> and <c>${env.*}</c> stay symbolic and are bound at the lease.
/// </summary>
public sealed record Plan
{
    /// <summary>The suite.</summary>
    public required Suite Suite { get; init; }

    /// <summary>The seed in force: of the command line, else of the suite.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Name of the chosen environment; null for none.</summary>
    public string? Environment { get; init; }

    /// <summary>Variables of that environment.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>Rows of every data source, by name.</summary>
    public IReadOnlyDictionary<string, DataTable> Data { get; init; } = new Dictionary<string, DataTable>();

    /// <summary>Operator caps in force.</summary>
    public required LoadCaps Caps { get; init; }

    /// <summary>The phases in order: <c>sim</c>, <c>load</c>, <c>replay</c>, without those that the suite leaves out.</summary>
    public required IReadOnlyList<string> Phases { get; init; }

    /// <summary>What the run will cost.</summary>
    public required PlanCost Cost { get; init; }
}
