using System.Text.Json;

namespace TestOps.Engines.Toron;

/// <summary>Where a value lies in JSON text: its bytes, quotes and brackets included, and its type.</summary>
internal readonly record struct JsonPlace(int Start, int Length, JsonTokenType Type)
{
    /// <summary>Finds the value at <paramref name="pointer"/> (RFC 6901, no escapes: the model's names need none); null where there is none.</summary>
    public static JsonPlace? Find(ReadOnlySpan<byte> json, string pointer)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        foreach (var token in pointer.Split('/').Skip(1))
        {
            var isFound = reader.TokenType switch
            {
                JsonTokenType.StartObject => EnterMember(ref reader, token),
                JsonTokenType.StartArray => EnterItem(ref reader, token),
                _ => false,
            };
            if (!isFound)
            {
                return null;
            }
        }

        var start = (int)reader.TokenStartIndex;
        var type = reader.TokenType;
        reader.Skip();
        return new JsonPlace(start, (int)reader.BytesConsumed - start, type);
    }

    private static bool EnterMember(ref Utf8JsonReader reader, string name)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isHit = reader.ValueTextEquals(name);
            reader.Read();
            if (isHit)
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }

    private static bool EnterItem(ref Utf8JsonReader reader, string token)
    {
        if (!int.TryParse(token, out var index))
        {
            return false;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (index-- == 0)
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }
}
