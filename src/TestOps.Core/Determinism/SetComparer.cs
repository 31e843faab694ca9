using System.Text.Json;

namespace TestOps.Core.Determinism;

/// <summary>Pairs the items of two arrays whose order does not count.</summary>
internal static class SetComparer
{
    /// <summary>Pairs of indexes in the order of the recorded array; a missing partner is null. Items without an equal partner are paired with one another where there is no key.</summary>
    public static IReadOnlyList<(int? Expected, int? Actual)> Pair(JsonElement expected, JsonElement actual, MaskNode node)
    {
        var left = SetItem.Sort(expected, node);
        var right = SetItem.Sort(actual, node);
        var hasKey = node.SetKey is not null;
        var pairs = new List<(int? Expected, int? Actual)>();
        var lost = new List<int>();
        var found = new List<int>();
        for (int i = 0, j = 0; i < left.Count || j < right.Count;)
        {
            var order = i == left.Count ? 1 : j == right.Count ? -1 : string.CompareOrdinal(left[i].MatchOf(hasKey), right[j].MatchOf(hasKey));
            if (order == 0)
            {
                pairs.Add((left[i++].Index, right[j++].Index));
            }
            else if (order < 0)
            {
                lost.Add(left[i++].Index);
            }
            else
            {
                found.Add(right[j++].Index);
            }
        }

        AddRest(pairs, lost, found, hasKey);
        pairs.Sort(static (first, second) => (first.Expected ?? int.MaxValue, first.Actual ?? int.MaxValue).CompareTo((second.Expected ?? int.MaxValue, second.Actual ?? int.MaxValue)));
        return pairs;
    }

    // Without a key, nothing says which lost item became which found one: they are shown side by side in their order.
    private static void AddRest(List<(int? Expected, int? Actual)> pairs, List<int> lost, List<int> found, bool hasKey)
    {
        var both = hasKey ? 0 : Math.Min(lost.Count, found.Count);
        pairs.AddRange(lost.Take(both).Zip(found, static (left, right) => ((int?)left, (int?)right)));
        pairs.AddRange(lost.Skip(both).Select(static index => ((int?)index, (int?)null)));
        pairs.AddRange(found.Skip(both).Select(static index => ((int?)null, (int?)index)));
    }
}
