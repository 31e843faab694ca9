using System.Text.Json;
using System.Text.Json.Nodes;

namespace TestOps.Core.Expectations;

/// <summary><c>contains</c>: a substring of a string (ordinal), or an element of an array.</summary>
internal sealed class ContainsCondition(JsonNode? value) : Condition
{
    private readonly ExpectedValue _value = new(value);

    public override string Expected => $"something that contains {_value.Shown}";

    public override bool Holds(in Subject subject)
    {
        if (subject.Text is { } text)
        {
            return _value.Text is { } part && text.Contains(part, StringComparison.Ordinal);
        }

        if (subject.Element.ValueKind != JsonValueKind.Array)
        {
            return false;
        }

        foreach (var item in subject.Element.EnumerateArray())
        {
            if (_value.Equals(item))
            {
                return true;
            }
        }

        return false;
    }
}
