using System.Text.Json;
using System.Text.Unicode;

namespace TestOps.Engines.Toron;

/// <summary>Reads the request body as the modelled server validates it: the first problem becomes a 422. Of duplicate keys the last wins.</summary>
internal static class ToronAskReader
{
    /// <summary>Reads <paramref name="body"/>; answers null and the ask, or the problem.</summary>
    public static ToronProblem? Read(ReadOnlyMemory<byte> body, out ToronAsk ask)
    {
        ask = default;
        if (body.IsEmpty)
        {
            return new ToronProblem(null, "missing", "Field required");
        }

        try
        {
            return ReadObject(body, out ask);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException is how the reader reports a lone surrogate or bytes that are not UTF-8.
            return new ToronProblem(null, "json_invalid", "JSON decode error");
        }
    }

    private static ToronProblem? ReadObject(ReadOnlyMemory<byte> body, out ToronAsk ask)
    {
        ask = default;
        var reader = new Utf8JsonReader(body.Span);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            reader.Read();
            return new ToronProblem(null, "model_attributes_type", "Input should be a valid dictionary or object to extract fields from");
        }

        ReadOnlyMemory<byte>? prompt = null;
        var useCache = true;
        ReadOnlyMemory<byte> userId = default, sessionId = default;
        ToronProblem? problem = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("prompt"u8))
            {
                reader.Read();
                prompt = Text(ref reader, body, "prompt", allowsInteger: true, ref problem);
            }
            else if (reader.ValueTextEquals("use_cache"u8))
            {
                reader.Read();
                useCache = Flag(ref reader, ref problem);
            }
            else if (reader.ValueTextEquals("user_id"u8))
            {
                userId = Optional(ref reader, body, "user_id", ref problem);
            }
            else if (reader.ValueTextEquals("session_id"u8))
            {
                sessionId = Optional(ref reader, body, "session_id", ref problem);
            }
            else
            {
                reader.Skip();
            }
        }

        // One more read makes the reader refuse anything behind the object.
        reader.Read();
        ask = new ToronAsk(prompt ?? default, useCache, userId, sessionId);
        return problem ?? (prompt is null ? new ToronProblem("prompt", "missing", "Field required") : null);
    }

    private static ReadOnlyMemory<byte> Optional(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, string field, ref ToronProblem? problem)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.Null ? default : Text(ref reader, body, field, allowsInteger: false, ref problem);
    }

    private static ReadOnlyMemory<byte> Text(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, string field, bool allowsInteger, ref ToronProblem? problem)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return Unescaped(ref reader, body);
        }

        if (allowsInteger && reader.TokenType == JsonTokenType.Number && reader.ValueSpan.IndexOfAny(".eE"u8) < 0)
        {
            return body.Slice((int)reader.TokenStartIndex, reader.ValueSpan.Length);
        }

        problem ??= new ToronProblem(field, "string_type", "Input should be a valid string");
        reader.Skip();
        return default;
    }

    private static ReadOnlyMemory<byte> Unescaped(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        if (reader.ValueIsEscaped)
        {
            var buffer = new byte[reader.ValueSpan.Length];
            return buffer.AsMemory(0, reader.CopyString(buffer));
        }

        if (!Utf8.IsValid(reader.ValueSpan))
        {
            throw new JsonException("The body is not UTF-8.");
        }

        return body.Slice((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
    }

    private static bool Flag(ref Utf8JsonReader reader, ref ToronProblem? problem)
    {
        if (reader.TokenType is JsonTokenType.True or JsonTokenType.False)
        {
            return reader.GetBoolean();
        }

        problem ??= new ToronProblem("use_cache", "bool_type", "Input should be a valid boolean");
        reader.Skip();
        return true;
    }
}
