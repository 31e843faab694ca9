namespace TestOps.Core.Suites.Reading;

/// <summary>
/// The <c>environments</c> section. One rule: a name that is a key of <c>engine</c> overrides that key, written directly (<c>start: null</c>) or under <c>engine</c>; every
/// other name is a variable.
/// </summary>
internal static class EnvironmentReader
{
    private const string Engine = "engine";

    public static SuiteEnvironments Read(SuiteValue value)
    {
        var variables = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        var overrides = new List<(string, SuiteValue, IReadOnlyDictionary<string, SuiteValue>)>();
        foreach (var (name, environment) in value.NamedEntries("write local: { base: \"http://127.0.0.1:8080\" }"))
        {
            var entries = environment.Entries("write VARIABLE: value");
            variables[name] = ReadVariables(environment, [.. entries.Where(static entry => !IsOverride(entry.Name))]);
            var keys = ReadOverrides([.. entries.Where(static entry => IsOverride(entry.Name))]);
            if (keys.Count > 0)
            {
                overrides.Add((name, environment, keys));
            }
        }

        return new SuiteEnvironments(variables, overrides);
    }

    private static bool IsOverride(string name) => name == Engine || SuiteKeys.Of(Engine).Any(key => key.Name == name);

    private static Dictionary<string, string> ReadVariables(SuiteValue environment, IReadOnlyList<(string Name, SuiteValue Value)> entries)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, variable) in entries)
        {
            variable.CheckName(name, isIdentifier: true);
            environment.Context.References.Declare(ReferenceKind.Variable, name);
            variables[name] = ReadVariable(variable);
        }

        return variables;
    }

    private static string ReadVariable(SuiteValue variable)
    {
        var text = variable.ScalarText();
        ExpressionRules.CheckTemplate(variable, text, TemplatePlace.Variable);
        return text;
    }

    private static Dictionary<string, SuiteValue> ReadOverrides(IReadOnlyList<(string Name, SuiteValue Value)> entries)
    {
        var keys = new Dictionary<string, SuiteValue>(StringComparer.Ordinal);
        foreach (var (name, value) in entries)
        {
            if (SuiteKeys.Of(Engine).FirstOrDefault(key => key.Name == name) is { } key)
            {
                AddKey(keys, key, value);
            }
            else if (value.Map(Engine) is { } map)
            {
                foreach (var overridden in map.Keys)
                {
                    Add(keys, overridden, map.Find(overridden)!);
                }
            }
        }

        return keys;
    }

    private static void AddKey(Dictionary<string, SuiteValue> keys, SuiteKey key, SuiteValue value)
    {
        if (key.IsReserved)
        {
            value.NotBuilt($"'{key.Name}'", key.Meaning);
        }
        else
        {
            Add(keys, key.Name, value);
        }
    }

    private static void Add(Dictionary<string, SuiteValue> keys, string name, SuiteValue value)
    {
        if (!keys.TryAdd(name, value))
        {
            value.Problem($"'{name}' is overridden twice in this environment", "keep one of them");
        }
    }
}
