using System.Text.RegularExpressions;

namespace TestOps.Core.Suites.Reading;

/// <summary>The environment variables that the expressions of a suite read.</summary>
internal sealed partial class VariableUses
{
    private const string Environments = "environments.";
    private const string Engine = "engine.";
    private const string Phases = "phases.";

    private readonly SortedDictionary<Reader, bool> _isRequired = new(Comparer<Reader>.Create(Compare));

    /// <summary>All of them, in ordinal order; <paramref name="environments"/> say which keys of the engine they override.</summary>
    public IReadOnlyList<EnvironmentVariable> All(SuiteEnvironments environments) => [.. _isRequired.Select(use => new EnvironmentVariable(use.Key.Name, use.Value, OrNull(use.Key.Environment), OrNull(use.Key.Phase))
    {
        NotIn = use.Key.EngineKey.Length == 0 ? [] : [.. environments.Overrides.Where(entry => entry.Keys.ContainsKey(use.Key.EngineKey)).Select(static entry => entry.Name).Order(StringComparer.Ordinal)],
    })];

    /// <summary>Notes what <paramref name="expression"/> reads; <paramref name="value"/> is where it stands.</summary>
    public void Add(SuiteValue value, string expression)
    {
        // What an environment or an extra phase of the suite reads is needed where that environment or phase is chosen.
        var environment = Within(Environments, value);
        var phase = Within(Phases, value);
        var engineKey = Within(Engine, value);
        foreach (var match in Read().Matches(expression).Where(static match => match.Groups["name"].Success))
        {
            var use = new Reader(match.Groups["name"].Value, environment, phase, engineKey);
            _isRequired[use] = _isRequired.GetValueOrDefault(use) || !match.Groups["fallback"].Success;
        }

        if (Read().Matches(expression).Any(static match => match.Groups["bare"].Success))
        {
            value.Problem("'env' is read without the name of a variable", "write env.NAME: what is read is a secret, and must be known before the run");
        }
    }

    private static string Within(string section, SuiteValue value) => value.Path.StartsWith(section, StringComparison.Ordinal) ? value.Path[section.Length..].Split('.', '[')[0] : "";

    private static string? OrNull(string text) => text.Length == 0 ? null : text;

    private static int Compare(Reader left, Reader right) =>
        string.CompareOrdinal(left.Name, right.Name) is not 0 and var order ? order
        : string.CompareOrdinal(left.Environment, right.Environment) is not 0 and var second ? second
        : string.CompareOrdinal(left.Phase, right.Phase) is not 0 and var third ? third
        : string.CompareOrdinal(left.EngineKey, right.EngineKey);

    [GeneratedRegex("""'(\\.|[^'\\])*'|"(\\.|[^"\\])*"|`(\\.|[^`\\])*`|(?<![\w$.])env\s*(\?\.|\.)\s*(?<name>[A-Za-z_$][\w$]*)(?<fallback>\s*(\?\?|\|\|))?|(?<![\w$.])(?<bare>env)(?![\w$])(?!\s*:)""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Read();

    // What reads a variable; empty texts for what it is not within.
    private readonly record struct Reader(string Name, string Environment, string Phase, string EngineKey);
}
