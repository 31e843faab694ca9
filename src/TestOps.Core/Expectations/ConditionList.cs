using TestOps.Core.Suites;

namespace TestOps.Core.Expectations;

/// <summary>The conditions on one value, in a fixed order; the first that does not hold is reported.</summary>
internal sealed class ConditionList
{
    private readonly bool? _exists;
    private readonly Condition[] _conditions;

    private ConditionList(bool? exists, Condition[] conditions)
    {
        _exists = exists;
        _conditions = conditions;
    }

    public static ConditionList Compile(string check, Conditions spec)
    {
        var conditions = new List<Condition>();
        Add(spec.Type, type => TypeCondition.Compile(check, type));
        Add(spec.EqualTo, static expected => new EqualCondition(expected.Value));
        Add(spec.In, static values => new EqualCondition(values));
        Add(spec.Matches, pattern => MatchCondition.Compile(check, pattern));
        Add(spec.Contains, static expected => new ContainsCondition(expected.Value));
        Add(spec.Schema, schema => SchemaCondition.Compile(check, schema));
        if (spec.Length is { } length)
        {
            conditions.Add(new LengthCondition(length));
        }

        if (spec.Min is { } minimum)
        {
            conditions.Add(new BoundCondition(minimum, isMinimum: true));
        }

        if (spec.Max is { } maximum)
        {
            conditions.Add(new BoundCondition(maximum, isMinimum: false));
        }

        if (conditions.Count == 0 && spec.Exists is null)
        {
            throw new InvalidCheckException(check, "it has no condition", "write at least one of: equals in matches contains exists type length min max schema");
        }

        if (spec.Exists == false && conditions.Count > 0)
        {
            throw new InvalidCheckException(check, "it expects an absent value and has conditions on it", "leave out exists: false, or the conditions");
        }

        return new ConditionList(spec.Exists, [.. conditions]);

        void Add<T>(T? value, Func<T, Condition> create)
            where T : class
        {
            if (value is not null)
            {
                conditions.Add(create(value));
            }
        }
    }

    public CheckOutcome Judge(in Subject subject)
    {
        if (subject.IsAbsent)
        {
            return _exists == false ? CheckOutcome.Pass : CheckOutcome.Fail(_conditions.Length > 0 ? _conditions[0].Expected : "a value", "absent");
        }

        if (_exists == false)
        {
            return CheckOutcome.Fail("absent", subject.Show());
        }

        foreach (var condition in _conditions)
        {
            if (!condition.Holds(subject))
            {
                return CheckOutcome.Fail(condition.Expected, condition.Show(subject));
            }
        }

        return CheckOutcome.Pass;
    }
}
