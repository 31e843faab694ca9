using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using TestOps.Core.Determinism;

namespace TestOps.Core.Secrets;

/// <summary>Replaces known secrets in JSON: within texts and names, and numbers that are one.</summary>
internal static class JsonRedaction
{
    /// <summary>The same bytes where no secret occurs, else canonical JSON without them.</summary>
    public static ReadOnlyMemory<byte> Replace(ReadOnlyMemory<byte> canonicalJson, SecretPatterns patterns, SecretKey key)
    {
        if (!patterns.OccurIn(canonicalJson.Span))
        {
            return canonicalJson;
        }

        var replaced = Rewrite(canonicalJson.Span, patterns);

        // Names may have changed their place, or become one: then nothing of the body is kept, rather than a body that is no JSON or a secret in it.
        return CanonicalJson.TryCanonicalize(replaced, out var canonical, out _) ? canonical : CanonicalJson.Serialize(JsonValue.Create(key.TokenOfJson(canonicalJson.Span)));
    }

    /// <summary>
    /// Replaces secrets in the texts of <paramref name="node"/>, which may have been cut; null where nothing changes. Members that <paramref name="isName"/> names hold words of
    /// ours or of the suite, which a secret may equal by chance, and stay.
    /// </summary>
    public static JsonNode? ReplaceTexts(JsonNode? node, SecretPatterns patterns, Func<string, bool> isName)
    {
        var copy = node?.DeepClone();
        return copy is not null && ReplaceIn(ref copy, patterns, isName) ? copy : null;
    }

    private static byte[] Rewrite(ReadOnlySpan<byte> json, SecretPatterns patterns)
    {
        var output = new ArrayBufferWriter<byte>(json.Length + 64);
        var reader = new Utf8JsonReader(json, CanonicalJson.ReaderOptions);
        var copied = 0;
        while (reader.Read())
        {
            var start = (int)reader.TokenStartIndex;
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
            {
                // The content between the quotes, escapes and all: each secret is sought as JSON spells it, too.
                var end = start + 1 + reader.ValueSpan.Length;
                if (patterns.Replace(json[(start + 1)..end]) is { } content)
                {
                    output.Write(json[copied..(start + 1)]);
                    output.Write(content);
                    copied = end;
                }
            }
            else if (reader.TokenType == JsonTokenType.Number && patterns.TokenOf(reader.ValueSpan) is { } token)
            {
                output.Write(json[copied..start]);
                output.Write("\""u8);
                output.Write(token);
                output.Write("\""u8);
                copied = start + reader.ValueSpan.Length;
            }
        }

        output.Write(json[copied..]);
        return output.WrittenSpan.ToArray();
    }

    private static bool ReplaceIn(ref JsonNode node, SecretPatterns patterns, Func<string, bool> isName)
    {
        var hasChanged = false;
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, member) in members.Where(member => member.Value is not null && !isName(member.Key)).ToList())
                {
                    var value = member!;
                    hasChanged |= ReplaceIn(ref value, patterns, isName);
                    if (!ReferenceEquals(value, member))
                    {
                        members[name] = value;
                    }
                }

                break;
            case JsonArray items:
                for (var i = 0; i < items.Count; i++)
                {
                    var item = items[i];
                    hasChanged |= item is not null && ReplaceIn(ref item, patterns, isName);
                    if (!ReferenceEquals(item, items[i]))
                    {
                        items[i] = item;
                    }
                }

                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                var text = value.GetValue<string>();
                var replaced = patterns.ReplaceCut(text);
                hasChanged = !ReferenceEquals(replaced, text) && replaced != text;
                node = hasChanged ? JsonValue.Create(replaced) : node;
                break;
        }

        return hasChanged;
    }
}
