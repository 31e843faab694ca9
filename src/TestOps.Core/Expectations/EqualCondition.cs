using System.Text.Json.Nodes;

namespace TestOps.Core.Expectations;

/// <summary>Equal to one value (<c>equals</c>) or to one of several (<c>in</c>).</summary>
internal sealed class EqualCondition : Condition
{
    private readonly ExpectedValue[] _values;

    public EqualCondition(JsonNode? value)
    {
        _values = [new ExpectedValue(value)];
        Expected = _values[0].Shown;
    }

    public EqualCondition(IReadOnlyList<JsonNode?> values)
    {
        _values = [.. values.Select(static value => new ExpectedValue(value))];
        Expected = $"one of {string.Join(", ", _values.Select(static value => value.Shown))}";
    }

    public override string Expected { get; }

    public override bool Holds(in Subject subject)
    {
        foreach (var value in _values)
        {
            if (value.Equals(subject))
            {
                return true;
            }
        }

        return false;
    }
}
