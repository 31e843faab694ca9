namespace TestOps.Core.Suites.Reading;

/// <summary>Commands that the suite has run: program and arguments, environment, working directory.</summary>
internal static class CommandReader
{
    private const int PartsMax = 200;

    /// <summary>Program and arguments, each a template. There is no shell: a text alone is no command.</summary>
    public static IReadOnlyList<string> Read(SuiteValue value) => Read(value, TemplatePlace.Engine);

    /// <summary>The same at another place.</summary>
    public static IReadOnlyList<string> Read(SuiteValue value, TemplatePlace place)
    {
        var parts = value.Items("write a list, program first: [python3, -m, http.server, \"8000\"]; there is no shell between");
        if (value.Node is ListNode && parts.Count is 0 or > PartsMax)
        {
            value.Problem($"must have 1 to {PartsMax} parts, has {parts.Count}", "write the program and its arguments: [python3, server.py]");
        }

        return [.. parts.Select(part => ReadPart(part, place))];
    }

    /// <summary>Variables of the process; values are templates.</summary>
    public static IReadOnlyDictionary<string, string> ReadEnvironment(SuiteValue value) => ReadEnvironment(value, TemplatePlace.Engine);

    /// <summary>The same at another place.</summary>
    public static IReadOnlyDictionary<string, string> ReadEnvironment(SuiteValue value, TemplatePlace place)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, variable) in value.Entries("write NAME: value"))
        {
            if (name.Length is 0 or > 200 || name.Any(static c => c is '=' || char.IsControl(c) || char.IsWhiteSpace(c)))
            {
                variable.Problem("is no name of an environment variable", "write letters, digits and _, such as PYTHONHASHSEED");
            }

            variables[name] = ReadTemplate(variable, place);
        }

        return variables;
    }

    /// <summary>A folder below the suite's: a suite that is shared must not start elsewhere.</summary>
    public static string ReadDirectory(SuiteValue value)
    {
        var folder = value.Text(500);
        var isBelow = !folder.StartsWith('/') && !folder.Any(static c => c is '\\' or ':' || char.IsControl(c)) && !folder.Split('/').Any(static part => part is "" or "..");
        if (!isBelow && folder.Length > 0)
        {
            value.MustBe("the suite's folder or one below it", "write a relative path with /, without .. and drive, such as server");
        }

        return folder;
    }

    /// <summary>One argument, a template.</summary>
    public static string ReadPart(SuiteValue value, TemplatePlace place)
    {
        var text = ReadTemplate(value, place);
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            value.Problem("holds a zero character, which no argument can", "remove it");
        }

        return text;
    }

    private static string ReadTemplate(SuiteValue value, TemplatePlace place)
    {
        // An argument or a variable may well be empty, which text elsewhere is not.
        var text = value.Node is ScalarNode { IsPlain: false, Text: "" } ? "" : value.ScalarText();
        ExpressionRules.CheckTemplate(value, text, place);
        return text;
    }
}
