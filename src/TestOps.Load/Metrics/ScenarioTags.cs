using System.Collections.Frozen;
using TestOps.Core.Suites;

namespace TestOps.Load.Metrics;

/// <summary>What every sample of a load scenario carries: its name, and the tags that the suite gives it.</summary>
public sealed class ScenarioTags
{
    private readonly FrozenDictionary<string, string> _own;

    /// <summary>Those of a scenario.</summary>
    public ScenarioTags(LoadScenarioSpec scenario)
    {
        Name = scenario.Name;
        _own = scenario.Tags.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private ScenarioTags(string name)
    {
        Name = name;
        _own = FrozenDictionary<string, string>.Empty;
    }

    /// <summary>Name of the scenario.</summary>
    public string Name { get; }

    /// <summary>Those of a scenario without tags of its own.</summary>
    public static implicit operator ScenarioTags(string name) => FromString(name);

    /// <summary>Those of a scenario without tags of its own.</summary>
    public static ScenarioTags FromString(string name) => new(name);

    /// <summary>Whether the suite gives the scenario this tag with this value.</summary>
    public bool Has(string tag, string value) => _own.TryGetValue(tag, out var own) && own == value;
}
