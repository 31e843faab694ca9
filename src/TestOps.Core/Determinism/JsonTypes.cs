using System.Text.Json;

namespace TestOps.Core.Determinism;

/// <summary>One letter for each JSON type; true and false are one type.</summary>
internal static class JsonTypes
{
    public const char Number = 'd';

    public static char Of(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => 'o',
        JsonTokenType.StartArray => 'a',
        JsonTokenType.String => 's',
        JsonTokenType.Number => Number,
        JsonTokenType.True or JsonTokenType.False => 'b',
        JsonTokenType.Null => 'z',
        _ => throw new JsonException($"A JSON value was expected, but {token} was found."),
    };

    public static char Of(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => 'o',
        JsonValueKind.Array => 'a',
        JsonValueKind.String => 's',
        JsonValueKind.Number => Number,
        JsonValueKind.True or JsonValueKind.False => 'b',
        JsonValueKind.Null => 'z',
        _ => throw new JsonException($"A JSON value was expected, but {kind} was found."),
    };
}
