using TestOps.Core.Expressions;

namespace TestOps.Core.Suites.Reading;

/// <summary>Judges templates and scripts: their syntax, what their place allows, and that the names they use exist.</summary>
internal static class ExpressionRules
{
    /// <summary>Judges a template. <paramref name="kept"/> are the values kept so far; null where order says nothing.</summary>
    public static void CheckTemplate(SuiteValue value, string text, TemplatePlace place, IReadOnlySet<string>? kept = null)
    {
        var expressions = ExpressionText.ExpressionsOf(text).ToList();
        if (place == TemplatePlace.Nowhere && expressions.Count > 0)
        {
            value.NotBuilt("a template in this place", "write the plain text");
            return;
        }

        if (!IsValid(value, () => Template.Compile(text)))
        {
            return;
        }

        foreach (var expression in expressions)
        {
            CheckNames(value, expression, place, kept);
        }
    }

    /// <summary>Judges a script. <paramref name="kept"/> are the values kept so far; null where order says nothing.</summary>
    public static string ReadScript(SuiteValue value, IReadOnlySet<string>? kept = null)
    {
        var script = value.Text(10_000);
        if (script.Length > 0 && IsValid(value, () => Script.Compile(script)))
        {
            CheckNames(value, script, TemplatePlace.Session, kept);
        }

        return script;
    }

    /// <summary>Judges a condition, which is asked before the call, and again where a record is replayed or verified.</summary>
    public static string ReadCondition(SuiteValue value, IReadOnlySet<string>? kept)
    {
        var condition = ReadScript(value, kept);
        if (condition.Length == 0 || Script.Validate(condition) is not null)
        {
            return condition;
        }

        var compiled = Script.Compile(condition);
        foreach (var name in ((string[])["status", "body", "headers"]).Where(compiled.Reads))
        {
            value.Problem($"'{name}' has no value in a condition: it is asked before the call", "keep what it needs at the earlier step: keep: { NAME: /pointer }, and write keep.NAME");
        }

        foreach (var name in ((string[])["env", "engine"]).Where(compiled.Reads))
        {
            value.Problem($"'{name}' in a condition would give a replay elsewhere other steps", "write a plain variable of environments, and vars.NAME");
        }

        return condition;
    }

    private static bool IsValid(SuiteValue value, Func<object> compile)
    {
        try
        {
            compile();
            return true;
        }
        catch (ExpressionException invalid)
        {
            value.Problem(invalid.Message, invalid.Hint);
            return false;
        }
    }

    private static void CheckNames(SuiteValue value, string expression, TemplatePlace place, IReadOnlySet<string>? kept)
    {
        value.Context.Variables.Add(value, expression);
        foreach (var (root, member) in ExpressionText.NamesOf(expression).Select(static name => (name.Root, name.Member)).Distinct())
        {
            CheckName(value, root, member, place, kept);
        }
    }

    private static void CheckName(SuiteValue value, string root, string member, TemplatePlace place, IReadOnlySet<string>? kept)
    {
        switch (root)
        {
            case "engine":
                CheckEngineName(value, member, place);
                break;
            case "vars" when place != TemplatePlace.Variable:
                value.Context.References.Require(value, member, ReferenceKind.Variable);
                break;
            case "env":
                break;
            case not null when place == TemplatePlace.Variable:
                value.Problem($"'{root}.{member}' has no value in a variable", "use env.NAME or engine.port");
                break;
            case not null when place == TemplatePlace.Phase:
                value.Problem($"'{root}.{member}' has no value in a command phase", "use vars.NAME or env.NAME");
                break;
            case not null when place is TemplatePlace.Engine or TemplatePlace.BaseUrl:
                value.Problem($"'{root}.{member}' has no value in the engine section", "use vars.NAME, env.NAME or engine.port");
                break;
            case "data":
                value.Context.References.Require(value, member, ReferenceKind.DataSource);
                break;
            case "keep" when kept is null:
                value.Context.References.Require(value, member, ReferenceKind.KeptValue);
                break;
            case "keep" when !kept.Contains(member):
                value.Problem($"'keep.{member}' is kept by no earlier step of the scenario", Nearest.Hint(member, kept, $"add keep: {{ {member}: /pointer }} to an earlier step"));
                break;
        }
    }

    private static void CheckEngineName(SuiteValue value, string member, TemplatePlace place)
    {
        switch (member)
        {
            case "port" when place == TemplatePlace.Session:
                value.Problem("'engine.port' has no value in a step: it differs between a run and its replay, which compares requests", "write ${engine.base}, which is recorded as such");
                break;
            case "port" or "base" when place == TemplatePlace.Phase:
                value.Problem($"'engine.{member}' has no value in a command phase: it has no lease of the engine", "use vars.NAME or env.NAME");
                break;
            case "base" when place is TemplatePlace.BaseUrl or TemplatePlace.Variable:
                value.Problem("'engine.base' is what base_url comes to, so it has no value here", "use engine.port");
                break;
            case not ("port" or "base"):
                value.Problem($"'engine.{member}' is nothing that the engine has", place == TemplatePlace.Session ? "write ${engine.base}" : "write ${engine.port} or ${engine.base}");
                break;
        }
    }
}
