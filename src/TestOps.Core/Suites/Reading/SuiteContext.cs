namespace TestOps.Core.Suites.Reading;

/// <summary>What all readers of one suite share.</summary>
internal sealed class SuiteContext
{
    public SuiteProblems Problems { get; } = new();

    public SuiteReferences References { get; } = new();

    public VariableUses Variables { get; } = new();
}
