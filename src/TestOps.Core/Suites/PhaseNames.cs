namespace TestOps.Core.Suites;

/// <summary>Names of phases.</summary>
public static class PhaseNames
{
    /// <summary>Names that an extra phase cannot have: phases and speakers of every run.</summary>
    public static IReadOnlyList<string> Reserved { get; } = ["sim", "load", "replay", "k6", "runner", "warroom"];
}
