using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TestOps.Core.Traces;

namespace TestOps.Core.Determinism;

/// <summary>
/// Digests in place of a body, as canonical JSON: <c>bytes</c>, <c>kind</c>, <c>sha256</c> over what would have been recorded, and <c>compare</c> over what is compared of it
/// under the masks in force. So a trace without bodies can still be verified and replayed; where it differs is known to the step.
/// </summary>
public static class HashedBody
{
    /// <summary>The record with digests in place of its bodies. Call it in step order: it feeds <paramref name="tokens"/>.</summary>
    /// <exception cref="JsonException">A body is said to be JSON, but is not.</exception>
    public static StepRecord Of(StepRecord record, StepMasks masks, SessionTokens tokens)
    {
        var compared = tokens.Compared(record);
        return record with
        {
            RequestBody = Of(record.RequestBody, compared.RequestBody.Bytes.Span),
            Body = Of(record.Body, Projection(compared.Body, masks, tokens)),
        };
    }

    /// <summary>Whether bytes are what <see cref="Of(StepRecord, StepMasks, SessionTokens)"/> writes.</summary>
    public static bool IsValid(ReadOnlySpan<byte> json)
    {
        try
        {
            return CanonicalJson.IsCanonical(json) && JsonNode.Parse(json) is JsonObject { Count: 4 } members && members["bytes"] is JsonValue bytes && bytes.TryGetValue(out long length) && length > 0
                && (string?)members["kind"] is "json" or "text" or "binary" && IsDigest((string?)members["sha256"]) && IsDigest((string?)members["compare"]);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or FormatException or OverflowException or ArgumentNullException)
        {
            return false;
        }
    }

    /// <summary>What is compared of a record: of hashed bodies the digest of what is compared. The same record where none is hashed.</summary>
    internal static StepRecord Compared(StepRecord record) => record.Body.Kind != BodyKind.Hashed && record.RequestBody.Kind != BodyKind.Hashed
        ? record
        : record with { RequestBody = Compared(record.RequestBody), Body = Compared(record.Body) };

    private static RecordedBody Compared(RecordedBody body)
    {
        if (body.Kind != BodyKind.Hashed)
        {
            return body;
        }

        var members = (JsonObject)JsonNode.Parse(body.Bytes.Span)!;
        return body with { Bytes = Encoding.UTF8.GetBytes($"a body of kind {members["kind"]}, digest {members["compare"] ?? members["sha256"]}") };
    }

    private static RecordedBody Of(RecordedBody body, ReadOnlySpan<byte> compared) => body.Kind is BodyKind.None or BodyKind.Hashed
        ? body
        : new RecordedBody(BodyKind.Hashed, CanonicalJson.Serialize(new JsonObject
        {
            ["bytes"] = body.Bytes.Length,
            ["kind"] = body.Kind.ToString().ToLowerInvariant(),
            ["sha256"] = Digest(body.Bytes.Span),
            ["compare"] = Digest(compared),
        }));

    private static byte[] Projection(RecordedBody body, StepMasks masks, SessionTokens tokens)
    {
        if (body.Kind != BodyKind.Json)
        {
            return body.Bytes.ToArray();
        }

        using var projection = new ByteBuffer(body.Bytes.Length);
        masks.AppendProjection(body.Bytes.Span, tokens, projection);
        return projection.Written.ToArray();
    }

    private static string Digest(ReadOnlySpan<byte> bytes)
    {
        Span<byte> digest = stackalloc byte[CompareDigest.Length];
        Sha256.Hash(bytes, digest);
        return Convert.ToHexStringLower(digest);
    }

    private static bool IsDigest(string? text) => text is { Length: 2 * CompareDigest.Length } && text.All(char.IsAsciiHexDigitLower);
}
