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

    /// <summary>Its calls in order, each once, without the pauses between them.</summary>
    public IEnumerable<CallProgram> Calls => Steps.OfType<CallProgram>();

    internal IReadOnlyList<StepProgram> Steps { get; }

    internal static ScenarioProgram Compile(ScenarioSpec spec, TraceSpec trace)
    {
        var steps = new List<StepProgram>();
        var thinks = 0;
        foreach (var step in spec.Steps)
        {
            steps.Add(step switch
            {
                CallStepSpec call => CallProgram.Compile(call, trace),
                ThinkStepSpec think => new ThinkProgram(think.Think, $"think/{thinks++}"),
                _ => throw new ArgumentOutOfRangeException(nameof(spec), step, "unknown kind of step"),
            });
        }

        return new ScenarioProgram(spec, steps);
    }
}
