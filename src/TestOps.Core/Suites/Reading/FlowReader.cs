namespace TestOps.Core.Suites.Reading;

/// <summary>The section <c>flows</c>: steps that scenarios use by name.</summary>
internal static class FlowReader
{
    /// <summary>Makes the flows known; their steps are read where they are used.</summary>
    public static bool Declare(SuiteValue value)
    {
        var entries = value.NamedEntries("write login: [ { name: login, call: POST /login } ]");
        foreach (var (name, flow) in entries)
        {
            var steps = flow.Items("write - { name: login, call: POST /login }");
            if (flow.Node is ListNode && steps.Count is 0 or > 1000)
            {
                flow.Problem($"must have 1 to 1000 steps, has {steps.Count}", steps.Count == 0 ? "add - { name: login, call: POST /login }" : "split the flow");
            }

            value.Context.Flows[name] = flow;
        }

        if (entries.Count > 1000)
        {
            value.Problem($"must have at most 1000 flows, has {entries.Count}", "merge some");
        }

        return true;
    }

    /// <summary>Reads what no scenario uses, so that its problems are told, too.</summary>
    public static void CheckUnused(SuiteContext context)
    {
        foreach (var (name, flow) in context.Flows.Where(flow => flow.Value.Node is ListNode && !context.UsedFlows.Contains(flow.Key)).OrderBy(static flow => flow.Key, StringComparer.Ordinal).ToList())
        {
            // A flow that an earlier one of these uses has been read with it.
            if (!context.UsedFlows.Contains(name))
            {
                var reader = StepReader.OfUnusedFlow();
                foreach (var step in flow.Items(""))
                {
                    reader.Read(new SuiteValue(FlowArguments.StandIn.Apply(step.Node), step.Path, context));
                }
            }
        }
    }
}
