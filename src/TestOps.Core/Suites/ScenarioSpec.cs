namespace TestOps.Core.Suites;

/// <summary>A named list of steps that a session runs.</summary>
public sealed record ScenarioSpec
{
    /// <summary>Name, unique in the suite.</summary>
    public required string Name { get; init; }

    /// <summary>Share of sessions relative to the other weights; 1.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>Tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>What a replay compares of its sessions; everything.</summary>
    public CompareMode Compare { get; init; } = CompareMode.Full;

    /// <summary>Steps in order; at least one call.</summary>
    public required IReadOnlyList<StepSpec> Steps { get; init; }

    /// <summary>Every call in the order of the steps, each once; those of flows included.</summary>
    public IEnumerable<CallStepSpec> Calls => Steps.SelectMany(CallsOf);

    /// <summary>Every condition in the order of the steps.</summary>
    public IEnumerable<string> Conditions => Steps.SelectMany(ConditionsOf);

    /// <summary>Calls of one session: repetitions are counted, conditions taken as true, a poll as one call.</summary>
    public long CallsPerSession => Steps.Sum(RunsOf);

    /// <summary>The same with each poll at its longest.</summary>
    public long CallsMaxPerSession => Steps.Sum(AttemptsOf);

    private static IEnumerable<CallStepSpec> CallsOf(StepSpec step) => step switch
    {
        CallStepSpec call => [call],
        BlockStepSpec block => block.Steps.SelectMany(CallsOf),
        _ => [],
    };

    private static IEnumerable<string> ConditionsOf(StepSpec step) =>
        step is BlockStepSpec block ? (block.If is null ? [] : new[] { block.If }).Concat(block.Steps.SelectMany(ConditionsOf)) : [];

    private static long RunsOf(StepSpec step) => step switch
    {
        CallStepSpec => 1,
        BlockStepSpec block => block.Repeat * block.Steps.Sum(RunsOf),
        _ => 0,
    };

    private static long AttemptsOf(StepSpec step) => step switch
    {
        CallStepSpec call => call.Until?.AttemptsMax ?? 1,
        BlockStepSpec block => block.Repeat * block.Steps.Sum(AttemptsOf),
        _ => 0,
    };
}
