using System.Text.Json.Nodes;

namespace TestOps.Core.Suites.Reading;

/// <summary>
/// Values that an answer is compared with, as they stand. A template among them would be compared letter by letter and blame the engine: it is refused.
/// </summary>
internal static class ExpectedReader
{
    private const int ValuesMax = 1000;

    /// <summary>One value; of a header (<paramref name="isText"/>) a text.</summary>
    public static Expected Read(SuiteValue value, bool isText = false) => new(ReadJson(value, isText));

    /// <summary>A list of values.</summary>
    public static IReadOnlyList<JsonNode?> ReadList(SuiteValue value, string example, bool isText = false)
    {
        var items = value.Items($"write {example}");
        if (value.Node is ListNode && items.Count is 0 or > ValuesMax)
        {
            value.Problem($"must have 1 to {ValuesMax} values, has {items.Count}", $"write {example}");
        }

        return [.. items.Select(item => ReadJson(item, isText))];
    }

    private static JsonNode? ReadJson(SuiteValue value, bool isText)
    {
        RefuseTemplates(value, value.Node);
        return isText ? JsonValue.Create(value.ScalarText()) : value.Json();
    }

    private static void RefuseTemplates(SuiteValue value, SuiteNode node)
    {
        switch (node)
        {
            case ScalarNode scalar when scalar.Text.Contains("${", StringComparison.Ordinal):
                value.Problem("a template is not evaluated here: the text itself would be compared", "write a script instead: js: \"body.user === user.id\", or headers.NAME for a header");
                break;
            case MapNode map:
                map.Entries.ToList().ForEach(entry => RefuseTemplates(value, entry.Value));
                break;
            case ListNode list:
                list.Items.ToList().ForEach(item => RefuseTemplates(value, item));
                break;
        }
    }
}
