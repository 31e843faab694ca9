namespace TestOps.Core.Suites.Reading;

/// <summary>How an answer is read as a stream.</summary>
internal static class EventStreamReader
{
    public static StreamSpec? Read(SuiteValue value)
    {
        if (value.Map("stream") is not { } map)
        {
            return null;
        }

        map.Read("format", "sse", static format => format.Choice(["sse"], []));
        return new StreamSpec
        {
            Done = map.Read<string?>("done", null, ReadDone),
            Join = map.Read<string?>("join", null, PointerText.Read),
        };
    }

    private static string ReadDone(SuiteValue value)
    {
        if (value.Node is ListNode)
        {
            value.MustBe("text", "put it in quotes: done: \"[DONE]\"");
            return "";
        }

        var done = value.Text(200);
        ExpressionRules.CheckTemplate(value, done, TemplatePlace.Nowhere);
        return done;
    }
}
