namespace TestOps.Core.Suites.Reading;

/// <summary>"Did you mean": the known word at the smallest edit distance, if it is near enough to be a slip.</summary>
internal static class Nearest
{
    private const int ListedMax = 12;

    /// <summary><c>did you mean 'users'?</c>, otherwise the known words.</summary>
    public static string Hint(string word, IEnumerable<string> known, string noneKnown)
    {
        var words = known.Order(StringComparer.Ordinal).ToList();
        if (words.Count == 0)
        {
            return noneKnown;
        }

        return To(word, words) is { } nearest
            ? $"did you mean '{nearest}'?"
            : $"known: {string.Join(", ", words.Take(ListedMax))}{(words.Count > ListedMax ? ", ..." : "")}";
    }

    public static string? To(string word, IReadOnlyList<string> known)
    {
        if (word.Length > 64)
        {
            return null;
        }

        var limit = Math.Max(1, word.Length / 3);
        return known.Select(candidate => (Candidate: candidate, Distance: Distance(word, candidate)))
            .Where(pair => pair.Distance <= limit || IsSameBut(word, pair.Candidate))
            .OrderBy(static pair => pair.Distance)
            .Select(static pair => pair.Candidate)
            .FirstOrDefault();
    }

    /// <summary>Equal but for case and separators: <c>baseUrl</c> and <c>base_url</c>.</summary>
    private static bool IsSameBut(string word, string candidate) => Plain(word).Equals(Plain(candidate), StringComparison.OrdinalIgnoreCase);

    private static string Plain(string word) => word.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);

    /// <summary>Levenshtein's distance, where a swap of neighbours counts as one edit.</summary>
    private static int Distance(string left, string right)
    {
        var rows = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            rows[i, 0] = i;
        }

        for (var j = 0; j <= right.Length; j++)
        {
            rows[0, j] = j;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                var substituted = rows[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(substituted, 1 + Math.Min(rows[i - 1, j], rows[i, j - 1]));
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[left.Length, right.Length];
    }
}
