namespace TestOps.Core.Suites.Reading;

/// <summary>The steps of one scenario, in order, those of its flows included: names are unique, and values are used only after they are kept.</summary>
internal sealed class StepReader
{
    private const int StepsMax = 1000;

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly StepScope _scope;
    private readonly CallReader _calls;
    private readonly FlowExpansion _flows;
    private int _count;

    public StepReader()
        : this(new StepScope(new HashSet<string>(StringComparer.Ordinal)))
    {
    }

    private StepReader(StepScope scope)
    {
        _scope = scope;
        _calls = new CallReader(scope, ReadName);
        _flows = new FlowExpansion(scope, Read);
    }

    /// <summary>A reader of steps that no scenario uses: where a value is kept is not known then.</summary>
    public static StepReader OfUnusedFlow() => new(new StepScope(null));

    /// <summary>Whether one of the steps is meant as a call, valid or not.</summary>
    public bool HasCalls { get; private set; }

    /// <summary>Whether the steps, flows written out, are more than a scenario may have; the rest is not read.</summary>
    public bool HasTooMany => _count > StepsMax;

    /// <summary>An element of <c>steps</c>: a call, a pause, a call and the pause after it, or a flow.</summary>
    public IReadOnlyList<StepSpec> Read(SuiteValue value)
    {
        if (++_count > StepsMax)
        {
            return [];
        }

        if (value.Map("steps[]") is not { } map)
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
        var condition = map.Read<string?>("if", null, value => ExpressionRules.ReadCondition(value, _scope.Kept));
        var repeat = map.Read("repeat", 1, static times => times.Whole(1, 1000));
        var flow = map.Find("use");
        IReadOnlyList<StepSpec> steps = flow is null ? [_calls.Read(map)] : _flows.Read(flow, map);
        steps = think is null ? steps : [.. steps, new ThinkStepSpec(think)];
        return condition is null && repeat == 1 ? steps : [new BlockStepSpec { Flow = flow is null ? null : flow.Text(64), If = condition, Repeat = repeat, Steps = steps }];
    }

    private string ReadName(SuiteValue value)
    {
        var name = _scope.Named(value.Name());
        value.Context.References.Declare(ReferenceKind.Step, name);
        if (name.Length > 64)
        {
            value.Problem($"the name with those of its flows has at most 64 characters, '{name}' has {name.Length}", "shorten the names");
        }
        else if (name.Length > 0 && !_names.Add(name))
        {
            value.Problem($"the name '{name}' is given twice in the scenario", _scope.IsInFlow ? "give one of the uses of the flow a name: its steps are then NAME-STEP" : $"name this step otherwise, such as {name}-2");
        }

        return name;
    }
}
