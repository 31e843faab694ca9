using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TestOps.Core.Determinism;

/// <summary>Writes nodes in canonical form.</summary>
internal static class CanonicalNodeWriter
{
    public static void Write(ByteBuffer output, JsonNode? node, int depth)
    {
        if (depth >= CanonicalJson.MaxDepth && node is (JsonObject or JsonArray))
        {
            throw new ArgumentException($"Containers nest deeper than {CanonicalJson.MaxDepth}.", nameof(node));
        }

        switch (node)
        {
            case null:
                output.Append("null"u8);
                break;
            case JsonObject members:
                WriteObject(output, members, depth);
                break;
            case JsonArray items:
                WriteArray(output, items, depth);
                break;
            default:
                WriteScalar(output, node.AsValue(), depth);
                break;
        }
    }

    private static void WriteObject(ByteBuffer output, JsonObject members, int depth)
    {
        var names = new string[members.Count];
        var count = 0;
        foreach (var (name, _) in members)
        {
            names[count++] = name;
        }

        Array.Sort(names, StringComparer.Ordinal);
        output.Append((byte)'{');
        for (var i = 0; i < names.Length; i++)
        {
            if (i > 0)
            {
                output.Append((byte)',');
            }

            CanonicalString.Append(output, names[i]);
            output.Append((byte)':');
            Write(output, members[names[i]], depth + 1);
        }

        output.Append((byte)'}');
    }

    private static void WriteArray(ByteBuffer output, JsonArray items, int depth)
    {
        output.Append((byte)'[');
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
            {
                output.Append((byte)',');
            }

            Write(output, items[i], depth + 1);
        }

        output.Append((byte)']');
    }

    private static void WriteScalar(ByteBuffer output, JsonValue value, int depth)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.True:
                output.Append("true"u8);
                break;
            case JsonValueKind.False:
                output.Append("false"u8);
                break;
            case JsonValueKind.Null:
                output.Append("null"u8);
                break;
            case JsonValueKind.String when value.TryGetValue<string>(out var text):
                CanonicalString.Append(output, text);
                break;
            case JsonValueKind.Number:
                WriteNumber(output, value.ToJsonString());
                break;
            default:
                Write(output, JsonNode.Parse(value.ToJsonString(), null, CanonicalJson.DocumentOptions), depth);
                break;
        }
    }

    private static void WriteNumber(ByteBuffer output, string lexeme)
    {
        if (!CanonicalNumber.TryWrite(output, Encoding.UTF8.GetBytes(lexeme), out var reason))
        {
            throw new ArgumentException($"{reason}, but was {lexeme}.", nameof(lexeme));
        }
    }
}
