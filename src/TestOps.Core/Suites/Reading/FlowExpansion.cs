namespace TestOps.Core.Suites.Reading;

/// <summary>Writes the steps of a flow out where a step uses it. Problems within carry the path and the line of the flow.</summary>
internal sealed class FlowExpansion(StepScope scope, Func<SuiteValue, IReadOnlyList<StepSpec>> read)
{
    private static readonly string[] OfCalls = ["call", "headers", "query", "body", "form", "multipart", "cookies", "until", "stream", "tags", "expect", "keep"];

    /// <summary>The steps of the flow that <paramref name="use"/> names; none with a problem where there is no such flow.</summary>
    public IReadOnlyList<StepSpec> Read(SuiteValue use, SuiteMap map)
    {
        map.Refuse("belongs to a call, and this step uses a flow", "write it at the steps of the flow, or as a step of its own", OfCalls);
        var prefix = map.Read<string?>("name", null, static name => name.Name());
        var arguments = map.Read("with", FlowArguments.None, value => FlowArguments.Read(value, scope.Kept));
        var name = use.Text(64);
        if (!use.Context.Flows.TryGetValue(name, out var flow))
        {
            if (name.Length > 0)
            {
                use.Problem($"'{name}' is no flow of this suite", Nearest.Hint(name, use.Context.Flows.Keys.Order(StringComparer.Ordinal), "the suite has no flow; add flows: { NAME: [ steps ] }"));
            }

            return [];
        }

        use.Context.UsedFlows.Add(name);
        if (scope.Flows.Contains(name, StringComparer.Ordinal))
        {
            use.Problem($"the flow '{name}' uses itself: {string.Join(" -> ", scope.Flows.SkipWhile(flow => flow != name))} -> {name}", "write the steps out, or repeat them with repeat");
            return [];
        }

        arguments.CheckAgainst(use, name, flow.Node);
        scope.Enter(name, prefix);
        var steps = flow.Items("write - { name: login, call: POST /login }").SelectMany(step => read(new SuiteValue(arguments.Apply(step.Node), step.Path, step.Context))).ToList();
        scope.Leave(prefix);
        return steps;
    }
}
