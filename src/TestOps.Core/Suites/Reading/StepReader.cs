using System.Text.Json.Nodes;

namespace TestOps.Core.Suites.Reading;

/// <summary>The steps of one scenario, in order: names are unique, and values are used only after they are kept.</summary>
internal sealed class StepReader
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _kept = new(StringComparer.Ordinal);

    /// <summary>Whether one of the steps is meant as a call, valid or not.</summary>
    public bool HasCalls { get; private set; }

    /// <summary>An element of <c>steps</c>: a call, a pause, or a call and the pause after it.</summary>
    public IEnumerable<StepSpec> Read(SuiteValue value)
    {
        if (value.Map("steps[]") is not { } map)
        {
            HasCalls = true;
            return [];
        }

        if (map.IsNotBuilt("use"))
        {
            HasCalls = true;
            return [];
        }

        var think = map.Read<ThinkSpec?>("think", null, ThinkReader.Read);
        if (think is not null && map.Keys.All(static key => key == "think"))
        {
            return [new ThinkStepSpec(think)];
        }

        HasCalls = true;
        var call = ReadCall(map);
        return think is null ? [call] : [call, new ThinkStepSpec(think)];
    }

    private CallStepSpec ReadCall(SuiteMap map)
    {
        var name = map.Need("name", "", "ask", ReadName);
        var (method, path) = map.Need("call", ("GET", "/"), "POST /query", ReadCallText);
        var step = new CallStepSpec
        {
            Name = name,
            Method = method,
            Path = path,
            Tags = map.Read<IReadOnlyList<string>>("tags", [], TagReader.Read),
            Headers = map.Read("headers", HeaderReader.None, value => HeaderReader.Read(value, TemplatePlace.Session, _kept)),
            Query = map.Read("query", HeaderReader.None, ReadQuery),
            Body = map.Read<JsonNode?>("body", null, ReadBody),
            Expect = map.Read<IReadOnlyList<CheckSpec>>("expect", [], value => CheckReader.Read(value, _kept)),
            Keep = map.Read<IReadOnlyList<KeepSpec>>("keep", [], ReadKeep),
        };
        _kept.UnionWith(step.Keep.Select(static keep => keep.Name));
        return step;
    }

    private string ReadName(SuiteValue value)
    {
        var name = value.Name();
        value.Context.References.Declare(ReferenceKind.Step, name);
        if (name.Length > 0 && !_names.Add(name))
        {
            value.Problem($"the name '{name}' is given twice in the scenario", $"name this step otherwise, such as {name}-2");
        }

        return name;
    }

    private (string Method, string Path) ReadCallText(SuiteValue value)
    {
        var call = CallText.Read(value);
        ExpressionRules.CheckTemplate(value, call.Path, TemplatePlace.Session, _kept);
        value.Context.References.Declare(ReferenceKind.Call, $"{call.Method} {call.Path}");
        return call;
    }

    private Dictionary<string, string> ReadQuery(SuiteValue value)
    {
        var query = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, parameter) in value.Entries("write NAME: value"))
        {
            var text = parameter.ScalarText();
            ExpressionRules.CheckTemplate(parameter, text, TemplatePlace.Session, _kept);
            query.Add(name, text);
        }

        return query;
    }

    private JsonNode? ReadBody(SuiteValue value)
    {
        if (value.IsNull)
        {
            value.Problem("a body of null cannot be told from none", "leave body out to send none");
        }

        CheckTexts(value);
        return value.Json();
    }

    private void CheckTexts(SuiteValue value)
    {
        switch (value.Node)
        {
            case MapNode:
                foreach (var (name, member) in value.Entries(""))
                {
                    CheckTexts(member);
                    if (ExpressionText.ExpressionsOf(name).Any())
                    {
                        member.Problem("a key of a body cannot be a template", "write the key out");
                    }
                }

                break;
            case ListNode:
                foreach (var item in value.Items(""))
                {
                    CheckTexts(item);
                }

                break;
            case ScalarNode scalar when value.IsText:
                ExpressionRules.CheckTemplate(value, scalar.Text, TemplatePlace.Session, _kept);
                break;
        }
    }

    private static IReadOnlyList<KeepSpec> ReadKeep(SuiteValue value)
    {
        var keeps = new List<KeepSpec>();
        foreach (var (name, keep) in value.NamedEntries("write NAME: /pointer", areIdentifiers: true))
        {
            value.Context.References.Declare(ReferenceKind.KeptValue, name);
            var map = keep.Node is MapNode ? keep.Map("keep.NAME") : null;
            var at = map is null ? PointerText.Read(keep) : map.Need("at", "", "/pointer", PointerText.Read);
            keeps.Add(new KeepSpec(name, at, map?.Read("secret", false, static secret => secret.Flag()) ?? false));
        }

        return keeps;
    }
}
