using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace TestOps.Core.Expectations;

/// <summary><c>type</c>: the JSON type; an integer is a number without a fraction, however it is written.</summary>
internal sealed class TypeCondition(string type) : Condition
{
    private const string Known = "string number integer boolean object array null";

    public override string Expected => $"type {type}";

    public static TypeCondition Compile(string check, string type) => Known.Split(' ').Contains(type, StringComparer.Ordinal)
        ? new TypeCondition(type)
        : throw new InvalidCheckException(check, $"there is no type '{type}'", $"write one of: {Known}");

    public override bool Holds(in Subject subject)
    {
        if (subject.IsHeader)
        {
            return type == "string";
        }

        return subject.Element.ValueKind switch
        {
            JsonValueKind.String => type == "string",
            JsonValueKind.Number => type == "number" || (type == "integer" && IsInteger(subject.Element)),
            JsonValueKind.True or JsonValueKind.False => type == "boolean",
            JsonValueKind.Object => type == "object",
            JsonValueKind.Array => type == "array",
            _ => type == "null",
        };
    }

    public override string Show(in Subject subject) => subject.IsHeader ? $"type string: {subject.Show()}" : $"type {NameOf(subject.Element)}: {subject.Show()}";

    private static bool IsInteger(JsonElement number)
        => JsonMarshal.GetRawUtf8Value(number).IndexOfAny(".eE"u8) < 0 || double.IsInteger(number.GetDouble());

    private static string NameOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => "boolean",
        var kind => kind.ToString().ToLowerInvariant(),
    };
}
