using System.Diagnostics.CodeAnalysis;

namespace TestOps.Load.Metrics;

/// <summary>A threshold's key in k6's grammar: a metric, or its sub-metric <c>metric{tag:value,tag2:value2}</c> of the samples that carry every listed tag.</summary>
public sealed class MetricSelector
{
    private static readonly char[] s_quotes = ['"', '\''];

    private MetricSelector(string key, string metric, IReadOnlyList<KeyValuePair<string, string>> tags)
    {
        Key = key;
        Metric = metric;
        Tags = tags;
    }

    /// <summary>The key as written: the name of the sub-metric in summaries, as in k6.</summary>
    public string Key { get; }

    /// <summary>Name of the metric.</summary>
    public string Metric { get; }

    /// <summary>Tags in the order written; empty for the whole metric.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; }

    /// <summary>Reads a key; false with the <paramref name="reason"/> where it is malformed.</summary>
    public static bool TryParse(string key, [NotNullWhen(true)] out MetricSelector? selector, [NotNullWhen(false)] out string? reason)
    {
        selector = null;
        var open = key.IndexOf('{', StringComparison.Ordinal);
        var close = key.LastIndexOf('}');
        if (open < 0 && close < 0)
        {
            selector = new MetricSelector(key, key, []);
            reason = null;
            return true;
        }

        reason = open < 0 ? "the opening { is missing" : close != key.Length - 1 ? "the closing } is not at the end" : null;
        if (reason is not null || !TryReadTags(key[(open + 1)..close], out var tags, out reason))
        {
            return false;
        }

        selector = new MetricSelector(key, key[..open], tags);
        return true;
    }

    private static bool TryReadTags(string text, [NotNullWhen(true)] out List<KeyValuePair<string, string>>? tags, [NotNullWhen(false)] out string? reason)
    {
        tags = [];
        foreach (var part in text.Split(','))
        {
            // Only the first colon separates, as in k6: values such as "::group" and URLs contain more of them.
            var colon = part.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1 || colon == part.Length - 1)
            {
                reason = $"'{part}' is not tag:value";
                tags = null;
                return false;
            }

            tags.Add(new(Unquote(part[..colon]), Unquote(part[(colon + 1)..])));
        }

        reason = null;
        return true;
    }

    private static string Unquote(string text) => text.Trim().Trim(s_quotes);
}
