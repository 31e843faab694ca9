namespace TestOps.Core.Suites.Reading;

/// <summary>The <c>environments</c> section: variables only.</summary>
internal static class EnvironmentReader
{
    public static readonly IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> None = new Dictionary<string, IReadOnlyDictionary<string, string>>();

    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Read(SuiteValue value)
        => value.NamedEntries("write local: { base: \"http://127.0.0.1:8080\" }").ToDictionary(
            static entry => entry.Name,
            static entry => ReadVariables(entry.Value),
            StringComparer.Ordinal);

    private static IReadOnlyDictionary<string, string> ReadVariables(SuiteValue value)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, variable) in value.NamedEntries("write VARIABLE: value", areIdentifiers: true))
        {
            if (IsOverride(name, variable))
            {
                variable.NotBuilt("overriding the engine by environment", SuiteKeys.Of("environments.NAME").First(static key => key.IsReserved).Meaning);
                continue;
            }

            value.Context.References.Declare(ReferenceKind.Variable, name);
            variables.Add(name, ReadVariable(variable));
        }

        return variables;
    }

    /// <summary>Overrides are the section <c>engine</c>, or a key of it (<c>start: null</c>); a variable with such a name and a plain value stays a variable.</summary>
    private static bool IsOverride(string name, SuiteValue variable)
        => name == "engine" || ((variable.IsNull || variable.Node is not ScalarNode) && SuiteKeys.Of("engine").Any(key => key.Name == name));

    private static string ReadVariable(SuiteValue variable)
    {
        var text = variable.ScalarText();
        ExpressionRules.CheckTemplate(variable, text, TemplatePlace.Variable);
        return text;
    }
}
