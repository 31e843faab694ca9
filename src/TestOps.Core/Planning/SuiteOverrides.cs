using TestOps.Core.Suites;

namespace TestOps.Core.Planning;

/// <summary>What the command line changes of a suite. Recorded in the head, so that a replay drives the same thing.</summary>
public sealed record SuiteOverrides
{
    /// <summary>No change.</summary>
    public static SuiteOverrides None { get; } = new();

    /// <summary><c>--seed</c>; null keeps the suite's.</summary>
    public ulong? Seed { get; init; }

    /// <summary><c>--users</c>; null keeps the suite's.</summary>
    public int? Users { get; init; }

    /// <summary><c>--fault</c>: faults planted into the <c>toron</c> engine on top of the suite's.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary><c>--all</c>: names of the extra phases that the run has, in order: those of the suite, then those that the executable brings along. Default none.</summary>
    public IReadOnlyList<string> ExtraPhases { get; init; } = [];

    /// <summary><c>--scenario</c>, <c>--tag</c>, <c>--phase</c>: what of the suite is run.</summary>
    public Selection Selection { get; init; } = Selection.All;

    /// <summary><c>testops load</c>: what it changes of the load; null for other commands.</summary>
    public LoadOverrides? Load { get; init; }

    /// <summary>The suite with these changes; seed and selection are the plan's and are not applied here.</summary>
    public Suite Apply(Suite suite) => suite with
    {
        Engine = Changed(suite.Engine),
        EnvironmentEngines = suite.EnvironmentEngines.ToDictionary(static engine => engine.Key, engine => Changed(engine.Value), StringComparer.Ordinal),
        Sim = suite.Sim is { } sim && Users is { } users ? sim with { Users = users } : suite.Sim,
        Load = Load is { } load ? load.Apply(suite.Load) : suite.Load,
        Phases = [.. ExtraPhases.Select(name => suite.Phases.FirstOrDefault(phase => phase.Name == name) ?? new AddedPhaseSpec(name))],
    };

    private EngineSpec Changed(EngineSpec engine)
    {
        var faulty = engine with { Faults = [.. engine.Faults, .. Faults] };
        return Load?.Apply(faulty) ?? faulty;
    }
}
