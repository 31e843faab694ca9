using System.Text.RegularExpressions;

namespace TestOps.Core.Suites.Reading;

/// <summary>The environment variables that the expressions of a suite read.</summary>
internal sealed partial class VariableUses
{
    private const string Environments = "environments.";
    private const string Phases = "phases.";

    private readonly SortedDictionary<(string Name, string Environment, string Phase), bool> _isRequired = new(Comparer<(string Name, string Environment, string Phase)>.Create(Compare));

    /// <summary>All of them, in ordinal order.</summary>
    public IReadOnlyList<EnvironmentVariable> All => [.. _isRequired.Select(static use => new EnvironmentVariable(use.Key.Name, use.Value, use.Key.Environment.Length == 0 ? null : use.Key.Environment, use.Key.Phase.Length == 0 ? null : use.Key.Phase))];

    /// <summary>Notes what <paramref name="expression"/> reads; <paramref name="value"/> is where it stands.</summary>
    public void Add(SuiteValue value, string expression)
    {
        // What an environment or an extra phase of the suite reads is needed where that environment or phase is chosen.
        var environment = Within(Environments, value);
        var phase = Within(Phases, value);
        foreach (var match in Read().Matches(expression).Where(static match => match.Groups["name"].Success))
        {
            var use = (match.Groups["name"].Value, environment, phase);
            _isRequired[use] = _isRequired.GetValueOrDefault(use) || !match.Groups["fallback"].Success;
        }

        if (Read().Matches(expression).Any(static match => match.Groups["bare"].Success))
        {
            value.Problem("'env' is read without the name of a variable", "write env.NAME: what is read is a secret, and must be known before the run");
        }
    }

    private static string Within(string section, SuiteValue value) => value.Path.StartsWith(section, StringComparison.Ordinal) ? value.Path[section.Length..].Split('.')[0] : "";

    private static int Compare((string Name, string Environment, string Phase) left, (string Name, string Environment, string Phase) right) =>
        string.CompareOrdinal(left.Name, right.Name) is not 0 and var order ? order
        : string.CompareOrdinal(left.Environment, right.Environment) is not 0 and var second ? second
        : string.CompareOrdinal(left.Phase, right.Phase);

    [GeneratedRegex("""'(\\.|[^'\\])*'|"(\\.|[^"\\])*"|`(\\.|[^`\\])*`|(?<![\w$.])env\s*(\?\.|\.)\s*(?<name>[A-Za-z_$][\w$]*)(?<fallback>\s*(\?\?|\|\|))?|(?<![\w$.])(?<bare>env)(?![\w$])(?!\s*:)""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Read();
}
