using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace TestOps.Server.Problems;

/// <summary>Reads the body of a request as one JSON object, within limits, whatever content type it names.</summary>
internal static class JsonBody
{
    /// <summary>The most bytes of a body. Requests name things; nothing of size is sent to this API.</summary>
    public const int MaxBytes = 64 * 1024;

    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>The object; null for a body without a single byte.</summary>
    /// <exception cref="ApiProblemException">Too large, malformed, or no object.</exception>
    public static async Task<JsonObject?> ReadAsync(HttpRequest request)
    {
        var bytes = await ReadBytesAsync(request);
        if (bytes.Length == 0)
        {
            return null;
        }

        try
        {
            CheckTexts(bytes);
            return JsonNode.Parse(bytes, documentOptions: Options) as JsonObject
                ?? throw new ApiProblemException(ProblemKind.BodyMalformed, "the body must be a JSON object");
        }
        catch (JsonException problem)
        {
            // Line and byte say where; the parser's own text may quote the body.
            throw new ApiProblemException(ProblemKind.BodyMalformed, FormattableString.Invariant($"the body is no JSON: line {(problem.LineNumber ?? 0) + 1}, byte {problem.BytePositionInLine ?? 0}"))
            {
                Hint = "names must be in double quotes, unique, and the text UTF-8",
            };
        }
    }

    /// <summary>Reads every text once: one that is no Unicode would otherwise fail when somebody looks at it, somewhere later. And says which name is there twice, which the parser does not.</summary>
    private static void CheckTexts(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = Options.MaxDepth });
        var names = new Stack<HashSet<string>>();
        while (reader.Read())
        {
            try
            {
                var text = reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName ? reader.GetString() : null;
                CheckName(names, reader.TokenType, text);
            }
            catch (InvalidOperationException)
            {
                throw new ApiProblemException(ProblemKind.BodyMalformed, FormattableString.Invariant($"the text that ends at byte {reader.BytesConsumed} is no Unicode")) { Hint = "send UTF-8, and surrogates in pairs" };
            }
        }
    }

    private static void CheckName(Stack<HashSet<string>> names, JsonTokenType token, string? text)
    {
        switch (token)
        {
            case JsonTokenType.StartObject:
                names.Push(new HashSet<string>(StringComparer.Ordinal));
                break;
            case JsonTokenType.EndObject:
                names.Pop();
                break;
            case JsonTokenType.PropertyName when !names.Peek().Add(text!):
                throw new ApiProblemException(ProblemKind.BodyMalformed, $"the name '{(text!.Length <= 40 ? text : text[..40] + "...")}' is there twice in one object") { Hint = "give each name once: which of two values was meant is not guessed" };
        }
    }

    private static async Task<byte[]> ReadBytesAsync(HttpRequest request)
    {
        if (request.ContentLength > MaxBytes)
        {
            throw TooLarge();
        }

        var buffer = new ArrayBufferWriter<byte>(1024);
        int read;
        while ((read = await request.Body.ReadAsync(buffer.GetMemory(4096), request.HttpContext.RequestAborted)) > 0)
        {
            buffer.Advance(read);
            if (buffer.WrittenCount > MaxBytes)
            {
                throw TooLarge();
            }
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static ApiProblemException TooLarge() => new(ProblemKind.BodyTooLarge, FormattableString.Invariant($"the body may have {MaxBytes} bytes"));
}
