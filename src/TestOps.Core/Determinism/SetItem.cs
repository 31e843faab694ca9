using System.Text;
using System.Text.Json;

namespace TestOps.Core.Determinism;

/// <summary>An item of an array whose order does not count, with what decides its place: its key, then what is compared of it.</summary>
/// <param name="Key">Canonical JSON of the item's key; empty without a key, or where the item has none.</param>
/// <param name="Hidden">What is compared of the item, tokens and tolerated numbers as markers.</param>
/// <param name="Visible">The same with the tolerated numbers themselves: items that differ in nothing else go by them.</param>
/// <param name="Index">Its index in the array.</param>
internal sealed record SetItem(string Key, string Hidden, string Visible, int Index)
{
    /// <summary>What makes items of two arrays one pair: the key, or without one all that is compared.</summary>
    public string MatchOf(bool hasKey) => hasKey ? Key : Hidden;

    /// <summary>The items of an array in the order that does not depend on theirs.</summary>
    public static List<SetItem> Sort(JsonElement array, MaskNode node)
    {
        var items = new List<SetItem>(array.GetArrayLength());
        using var buffer = new ByteBuffer(256);
        foreach (var item in array.EnumerateArray())
        {
            var raw = System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(item);
            var key = node.SetKey is { } pointer && pointer.TryEvaluate(item, out var value) ? value.GetRawText() : "";
            items.Add(new SetItem(key, Project(raw, node, buffer, hidesNumbers: true), Project(raw, node, buffer, hidesNumbers: false), items.Count));
        }

        items.Sort(static (left, right) => Compare(left, right));
        return items;
    }

    private static int Compare(SetItem left, SetItem right)
    {
        var order = string.CompareOrdinal(left.Key, right.Key);
        order = order != 0 ? order : string.CompareOrdinal(left.Hidden, right.Hidden);
        order = order != 0 ? order : string.CompareOrdinal(left.Visible, right.Visible);
        return order != 0 ? order : left.Index - right.Index;
    }

    // Latin-1 keeps each byte as a character, so that strings compare as the bytes do.
    private static string Project(ReadOnlySpan<byte> raw, MaskNode node, ByteBuffer buffer, bool hidesNumbers)
    {
        buffer.Clear();
        var reader = new Utf8JsonReader(raw, CanonicalJson.ReaderOptions);
        reader.Read();
        new Projection(raw, null, buffer, hidesNumbers).Append(ref reader, node.AnyItem);
        return Encoding.Latin1.GetString(buffer.Written);
    }
}
