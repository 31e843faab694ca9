using System.Globalization;
using TestOps.Core.Expressions;
using TestOps.Core.Planning;
using TestOps.Core.Suites;

namespace TestOps.Core.Sessions;

/// <summary>A compiled scenario.</summary>
public sealed class ScenarioProgram
{
    private ScenarioProgram(ScenarioSpec spec, IReadOnlyList<StepProgram> steps)
    {
        Spec = spec;
        Steps = steps;
    }

    /// <summary>The scenario as the suite writes it.</summary>
    public ScenarioSpec Spec { get; }

    /// <summary>Name of the scenario.</summary>
    public string Name => Spec.Name;

    /// <summary>Its calls in order, each once, those of flows and conditions included, without the pauses between them.</summary>
    public IEnumerable<CallProgram> Calls => Steps.SelectMany(CallsOf);

    internal IReadOnlyList<StepProgram> Steps { get; }

    internal static ScenarioProgram Compile(ScenarioSpec spec, Plan plan)
    {
        var thinks = 0;
        return new ScenarioProgram(spec, CompileSteps(spec.Steps));

        IReadOnlyList<StepProgram> CompileSteps(IReadOnlyList<StepSpec> steps) => [.. steps.Select<StepSpec, StepProgram>(step => step switch
        {
            CallStepSpec call => CallProgram.Compile(call, plan),
            ThinkStepSpec think => new ThinkProgram(think.Think, string.Create(CultureInfo.InvariantCulture, $"think/{thinks++}")),
            BlockStepSpec block => new BlockProgram(block.If is null ? null : Script.Compile(block.If), block.Repeat, CompileSteps(block.Steps)),
            _ => throw new ArgumentOutOfRangeException(nameof(spec), step, "unknown kind of step"),
        })];
    }

    private static IEnumerable<CallProgram> CallsOf(StepProgram step) => step switch
    {
        CallProgram call => [call],
        BlockProgram block => block.Steps.SelectMany(CallsOf),
        _ => [],
    };
}
