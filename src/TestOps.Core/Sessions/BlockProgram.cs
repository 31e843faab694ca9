using TestOps.Core.Expressions;

namespace TestOps.Core.Sessions;

/// <summary>Compiled steps under a condition, or repeated.</summary>
internal sealed class BlockProgram(Script? condition, int repeat, IReadOnlyList<StepProgram> steps) : StepProgram
{
    /// <summary>Asked before each repetition; null always runs.</summary>
    public Script? Condition { get; } = condition;

    public int Repeat { get; } = repeat;

    public IReadOnlyList<StepProgram> Steps { get; } = steps;

    /// <summary>Its first call.</summary>
    public CallProgram First => FirstOf(Steps)!;

    private static CallProgram? FirstOf(IReadOnlyList<StepProgram> steps) =>
        steps.Select(static step => step as CallProgram ?? (step is BlockProgram block ? FirstOf(block.Steps) : null)).FirstOrDefault(static call => call is not null);
}
