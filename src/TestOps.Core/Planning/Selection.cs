using TestOps.Core.Suites;

namespace TestOps.Core.Planning;

/// <summary>The part of a suite that is run: <c>--scenario</c>, <c>--tag</c>, <c>--phase</c>. What remains of it does what it does in the whole.</summary>
public sealed record Selection
{
    /// <summary>Everything.</summary>
    public static Selection All { get; } = new();

    /// <summary>Names of scenarios; with no name and no tag all run.</summary>
    public IReadOnlyList<string> Scenarios { get; init; } = [];

    /// <summary>Tags of scenarios, or of steps in them; a scenario runs where its name or a tag is given.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Names of phases; none for all.</summary>
    public IReadOnlyList<string> Phases { get; init; } = [];

    /// <summary>Whether something is left out: such a run is no baseline for others.</summary>
    public bool IsPartial => Scenarios.Count > 0 || Tags.Count > 0 || Phases.Count > 0;

    /// <summary>The selection in words: <c>scenario ask, phase sim</c>; empty for everything.</summary>
    public string Words => string.Join(", ", [.. Scenarios.Select(name => $"scenario {name}"), .. Tags.Select(tag => $"tag {tag}"), .. Phases.Select(phase => $"phase {phase}")]);

    /// <summary>The command-line options that select the same, as (option, value).</summary>
    public IEnumerable<(string Option, string Value)> Options =>
        [.. Scenarios.Select(name => ("--scenario", name)), .. Tags.Select(tag => ("--tag", tag)), .. Phases.Select(phase => ("--phase", phase))];

    /// <summary>Whether a scenario runs.</summary>
    public bool Includes(ScenarioSpec scenario) =>
        (Scenarios.Count == 0 && Tags.Count == 0) || Scenarios.Contains(scenario.Name, StringComparer.Ordinal) || TagsOf(scenario).Any(tag => Tags.Contains(tag, StringComparer.Ordinal));

    /// <summary>Whether a phase runs.</summary>
    public bool IncludesPhase(string phase) => Phases.Count == 0 || Phases.Contains(phase, StringComparer.Ordinal);

    internal static IEnumerable<string> TagsOf(ScenarioSpec scenario) => scenario.Tags.Concat(scenario.Calls.SelectMany(static step => step.Tags));
}
