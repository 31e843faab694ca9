namespace TestOps.Core.Suites.Reading;

/// <summary>What all readers of one suite share.</summary>
internal sealed class SuiteContext
{
    public SuiteProblems Problems { get; } = new();

    public SuiteReferences References { get; } = new();

    public VariableUses Variables { get; } = new();

    /// <summary>The lists of steps under <c>flows</c>, by name.</summary>
    public Dictionary<string, SuiteValue> Flows { get; } = new(StringComparer.Ordinal);

    /// <summary>Names of the flows that a step uses.</summary>
    public HashSet<string> UsedFlows { get; } = new(StringComparer.Ordinal);
}
