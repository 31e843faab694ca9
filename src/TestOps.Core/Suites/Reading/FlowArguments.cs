using System.Text.Json;
using System.Text.RegularExpressions;

namespace TestOps.Core.Suites.Reading;

/// <summary>
/// The values of <c>with</c>. They are written into the flow's expressions in the place of <c>args.NAME</c> before the steps are read: nothing of them is
/// left at run time, so that checks of names, records and replays know no difference between a flow and steps written out.
/// </summary>
internal sealed partial class FlowArguments
{
    // Stands for an argument that is missing or wrong, which is told already.
    private const string Nothing = "null";

    private readonly Dictionary<string, string>? _expressions;

    private FlowArguments(Dictionary<string, string>? expressions) => _expressions = expressions;

    public static FlowArguments None { get; } = new(new Dictionary<string, string>(StringComparer.Ordinal));

    /// <summary>Takes every argument for <c>null</c>: for flows that nobody uses.</summary>
    public static FlowArguments StandIn { get; } = new(null);

    public static FlowArguments Read(SuiteValue value, IReadOnlySet<string>? kept)
    {
        var expressions = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, argument) in value.NamedEntries("write user: \"${data.accounts.user}\"", areIdentifiers: true))
        {
            if (argument.Node is not ScalarNode scalar)
            {
                argument.MustBe("a text, number or boolean", "write a template such as \"${data.accounts.user}\"");
                expressions[name] = Nothing;
                continue;
            }

            if (argument.IsText)
            {
                ExpressionRules.CheckTemplate(argument, scalar.Text, TemplatePlace.Session, kept);
            }

            expressions[name] = argument.IsText ? ExpressionOf(scalar.Text) : argument.Json()?.ToJsonString() ?? Nothing;
        }

        return new FlowArguments(expressions);
    }

    /// <summary>Reports arguments that the flow does not know, and those that it needs and are not given.</summary>
    public void CheckAgainst(SuiteValue use, string flow, SuiteNode steps)
    {
        var used = NamesIn(steps).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        foreach (var missing in used.Where(name => !_expressions!.ContainsKey(name)))
        {
            use.Problem($"the flow '{flow}' needs args.{missing}", $"add with: {{ {missing}: value }}");
        }

        foreach (var unknown in _expressions!.Keys.Where(name => !used.Contains(name, StringComparer.Ordinal)).Order(StringComparer.Ordinal))
        {
            use.Problem($"the flow '{flow}' has no args.{unknown}", Nearest.Hint(unknown, used, "remove it from with"));
        }
    }

    /// <summary>A step of the flow with the values in place of <c>args.NAME</c>; the same node where there are none.</summary>
    public SuiteNode Apply(SuiteNode step) => NamesIn(step).Any() ? Apply(step, isScript: false) : step;

    private SuiteNode Apply(SuiteNode node, bool isScript) => node switch
    {
        MapNode map => map with { Entries = [.. map.Entries.Select(entry => entry with { Value = Apply(entry.Value, IsScript(entry.Key)) })] },
        ListNode list => list with { Items = [.. list.Items.Select(item => Apply(item, isScript: false))] },
        ScalarNode scalar when isScript => scalar with { Text = InExpression(scalar.Text) },
        ScalarNode scalar => scalar with { Text = InTemplate(scalar.Text) },
        _ => node,
    };

    private string InTemplate(string text)
    {
        foreach (var expression in ExpressionText.ExpressionsOf(text).Distinct(StringComparer.Ordinal).ToList())
        {
            text = text.Replace($"${{{expression}}}", $"${{{InExpression(expression)}}}", StringComparison.Ordinal);
        }

        return text;
    }

    private string InExpression(string text) => Argument().Replace(text, match => match.Groups["name"].Success ? _expressions?.GetValueOrDefault(match.Groups["name"].Value) ?? Nothing : match.Value);

    private static IEnumerable<string> NamesIn(SuiteNode node) => node switch
    {
        MapNode map => map.Entries.SelectMany(static entry => NamesIn(entry.Value)),
        ListNode list => list.Items.SelectMany(NamesIn),
        ScalarNode scalar when scalar.Text.Contains("args", StringComparison.Ordinal) => Argument().Matches(scalar.Text).Where(static match => match.Groups["name"].Success).Select(static match => match.Groups["name"].Value),
        _ => [],
    };

    private static bool IsScript(string key) => key is "js" or "if";

    /// <summary>A template as an expression: <c>${a.b}</c> is <c>a.b</c>, text is a string, a mixture a template of JavaScript.</summary>
    private static string ExpressionOf(string template)
    {
        var expressions = ExpressionText.ExpressionsOf(template).ToList();
        if (expressions.Count == 0)
        {
            return JsonSerializer.Serialize(template.Replace("\\${", "${", StringComparison.Ordinal));
        }

        if (template == $"${{{expressions[0]}}}")
        {
            return MemberPath().IsMatch(expressions[0]) ? expressions[0] : $"({expressions[0]})";
        }

        return $"`{template.Replace("`", "\\`", StringComparison.Ordinal)}`";
    }

    [GeneratedRegex("""'(\\.|[^'\\])*'|"(\\.|[^"\\])*"|(?<![\w$.])args\s*\.\s*(?<name>[A-Za-z_][A-Za-z0-9_]*)""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Argument();

    [GeneratedRegex(@"^[A-Za-z_][\w.]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex MemberPath();
}
