using System.Globalization;
using System.Text.Json;

namespace TestOps.Core.Expectations;

/// <summary><c>length</c>: UTF-16 units of a string, elements of an array, members of an object.</summary>
internal sealed class LengthCondition(int length) : Condition
{
    public override string Expected => $"length {length.ToString(CultureInfo.InvariantCulture)}";

    public override bool Holds(in Subject subject) => LengthOf(subject) == length;

    public override string Show(in Subject subject)
        => LengthOf(subject) is { } actual ? $"length {actual.ToString(CultureInfo.InvariantCulture)}: {subject.Show()}" : $"something without a length: {subject.Show()}";

    private static int? LengthOf(in Subject subject) => subject.Text is { } text
        ? text.Length
        : subject.Element.ValueKind switch
        {
            JsonValueKind.Array => subject.Element.GetArrayLength(),
            JsonValueKind.Object => subject.Element.GetPropertyCount(),
            _ => null,
        };
}
