using System.Text.Json;
using TestOps.Core.Suites;

namespace TestOps.Core.Determinism;

/// <summary>Counts leaves under masks. The reader stands on the first token of the value and ends on its last.</summary>
internal static class LeafCounter
{
    public static LeafCount Count(ref Utf8JsonReader reader, MaskNode? node)
    {
        if (node is null || node.Mask is { Kind: not (MaskKind.Tolerance or MaskKind.Time or MaskKind.Set) })
        {
            var leaves = CountPlain(ref reader);
            return node?.Mask?.Kind switch
            {
                null or MaskKind.Token => new LeafCount(leaves, leaves, 0),
                MaskKind.Opaque => new LeafCount(leaves, 0, leaves),
                _ => new LeafCount(leaves, 0, 0),
            };
        }

        return reader.TokenType switch
        {
            JsonTokenType.StartObject => CountMembers(ref reader, node),
            JsonTokenType.StartArray => CountItems(ref reader, node),
            _ => new LeafCount(1, 1, 0),
        };
    }

    private static LeafCount CountMembers(ref Utf8JsonReader reader, MaskNode node)
    {
        LeafCount sum = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = node.Member(reader.ValueSpan);
            reader.Read();
            sum += Count(ref reader, member);
        }

        return sum.Total == 0 ? new LeafCount(1, 1, 0) : sum;
    }

    private static LeafCount CountItems(ref Utf8JsonReader reader, MaskNode node)
    {
        LeafCount sum = default;
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            sum += Count(ref reader, node.Item(i));
        }

        return sum.Total == 0 ? new LeafCount(1, 1, 0) : sum;
    }

    private static long CountPlain(ref Utf8JsonReader reader)
    {
        var depth = reader.CurrentDepth;
        var leaves = 0L;
        var isEmpty = false;
        do
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    isEmpty = true;
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    leaves += isEmpty ? 1 : 0;
                    isEmpty = false;
                    break;
                case JsonTokenType.PropertyName:
                    isEmpty = false;
                    break;
                default:
                    isEmpty = false;
                    leaves++;
                    break;
            }
        }
        while ((reader.CurrentDepth > depth || reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) && reader.Read());

        return leaves;
    }
}
