namespace TestOps.Core.Suites.Reading;

/// <summary>What the section <c>environments</c> says: variables of each environment, and the keys of <c>engine</c> that it overrides.</summary>
internal sealed record SuiteEnvironments(
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Variables, IReadOnlyList<(string Name, SuiteValue Environment, IReadOnlyDictionary<string, SuiteValue> Keys)> Overrides)
{
    public static SuiteEnvironments None { get; } = new(new Dictionary<string, IReadOnlyDictionary<string, string>>(), []);
}
