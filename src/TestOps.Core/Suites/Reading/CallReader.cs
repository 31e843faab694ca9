using System.Text.Json.Nodes;

namespace TestOps.Core.Suites.Reading;

/// <summary>One call of a scenario.</summary>
internal sealed class CallReader(StepScope scope, Func<SuiteValue, string> readName)
{
    private readonly BodyReader _bodies = new(scope);

    public CallStepSpec Read(SuiteMap map)
    {
        map.Refuse("belongs to a step that uses a flow", "add use: FLOW, or remove it", "with");
        var name = map.Need("name", "", "ask", readName);
        var (method, path) = map.Need("call", ("GET", "/"), "POST /query", ReadCallText);
        var cookies = map.Find("cookies");
        var step = new CallStepSpec
        {
            Name = name,
            Method = method,
            Path = path,
            Tags = map.Read<IReadOnlyList<string>>("tags", [], TagReader.Read),
            Headers = map.Read("headers", HeaderReader.None, value => HeaderReader.Read(value, TemplatePlace.Session, scope.Kept)),
            Query = map.Read("query", HeaderReader.None, ReadQuery),
            Body = map.Read<JsonNode?>("body", null, _bodies.ReadJson),
            Form = map.Read<IReadOnlyList<FormFieldSpec>>("form", [], _bodies.ReadForm),
            Multipart = map.Read<IReadOnlyList<PartSpec>>("multipart", [], _bodies.ReadMultipart),
            Cookies = cookies is null || cookies.Node is ScalarNode ? HeaderReader.None : CookieReader.Read(cookies, scope.Kept),
            IgnoresCookies = cookies is { Node: ScalarNode } && cookies.Choice(["none"], []) == "none",
            Until = map.Read<UntilSpec?>("until", null, UntilReader.Read),
            Stream = map.Read<StreamSpec?>("stream", null, EventStreamReader.Read),
            Expect = map.Read<IReadOnlyList<CheckSpec>>("expect", [], value => CheckReader.Read(value, scope.Kept)),
            Keep = map.Read<IReadOnlyList<KeepSpec>>("keep", [], ReadKeep),
        };
        CheckTogether(map, step);
        scope.Keep(step.Keep.Select(static keep => keep.Name));
        return step;
    }

    private static void CheckTogether(SuiteMap map, CallStepSpec step)
    {
        string[] bodies = ["body", "form", "multipart"];
        var given = bodies.Where(map.Has).ToList();
        if (given.Count > 1)
        {
            map.Problem($"a call has one body, this one has {string.Join(" and ", given)}", "keep one of them");
        }

        if (map.Has("until") && map.Has("stream"))
        {
            map.Problem("a stream cannot be polled", "remove until or stream");
        }

        foreach (var own in (string[])["until", "stream"])
        {
            if (map.Has(own) && step.Expect.Any(check => check.Name == own))
            {
                map.Problem($"the check '{own}' of the step's own {own} has this name", "name your check otherwise");
            }
        }

        if (step.Cookies.Count > 0 && step.Headers.ContainsKey("Cookie"))
        {
            map.Problem("cookies are given twice, as cookies and as the header Cookie", "keep one of them");
        }
    }

    private (string Method, string Path) ReadCallText(SuiteValue value)
    {
        var call = CallText.Read(value);
        ExpressionRules.CheckTemplate(value, call.Path, TemplatePlace.Session, scope.Kept);
        value.Context.References.Declare(ReferenceKind.Call, $"{call.Method} {call.Path}");
        return call;
    }

    private Dictionary<string, string> ReadQuery(SuiteValue value)
    {
        var query = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, parameter) in value.Entries("write NAME: value"))
        {
            var text = parameter.ScalarText();
            ExpressionRules.CheckTemplate(parameter, text, TemplatePlace.Session, scope.Kept);
            query.Add(name, text);
        }

        return query;
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
