using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using TestOps.Core.Determinism;

namespace TestOps.Core.Snapshots;

/// <summary>Canonical JSON documents with a member <c>seal</c>: SHA-256, lower-case hex, of the canonical document without it.</summary>
internal static class SealedJson
{
    /// <summary>Adds the seal and gives the bytes.</summary>
    public static byte[] Seal(JsonObject json)
    {
        json.Remove("seal");
        json["seal"] = Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Serialize(json)));
        return CanonicalJson.Serialize(json);
    }

    /// <summary>The text of a node; null where it is none.</summary>
    public static string? TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>The node at a path of members; null where there is none, whatever stands in its place.</summary>
    public static JsonNode? At(JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            node = (node as JsonObject)?[name];
        }

        return node;
    }

    /// <summary>Reads a document and checks form and seal.</summary>
    /// <exception cref="SnapshotCorruptException">Naming what is wrong.</exception>
    public static JsonObject Read(byte[] bytes, string file)
    {
        if (!CanonicalJson.TryCanonicalize(bytes, out var canonical, out var problem))
        {
            throw new SnapshotCorruptException(file, "bytes", $"not JSON that can be sealed: {problem}");
        }

        if (!canonical.Span.SequenceEqual(bytes))
        {
            throw new SnapshotCorruptException(file, "bytes", "not in canonical form");
        }

        if (JsonNode.Parse(bytes, documentOptions: CanonicalJson.DocumentOptions) is not JsonObject json || json["seal"] is not JsonValue seal || seal.GetValueKind() != JsonValueKind.String)
        {
            throw new SnapshotCorruptException(file, "seal", "missing");
        }

        var unsealed = (JsonObject)json.DeepClone();
        unsealed.Remove("seal");
        var expected = Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Serialize(unsealed)));
        return seal.GetValue<string>() == expected ? json : throw new SnapshotCorruptException(file, "seal", $"is {seal}, the content gives {expected}");
    }
}
