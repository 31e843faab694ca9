using System.Globalization;

namespace TestOps.Core.Suites.Reading;

/// <summary>Accepted statuses: <c>200</c>, or a class such as <c>2xx</c>.</summary>
internal static class StatusReader
{
    public static IEnumerable<int> Read(SuiteValue value)
    {
        var text = value.Node is ScalarNode scalar ? scalar.Text : "";
        if (text.Length == 3 && text[0] is >= '1' and <= '5')
        {
            if (text.EndsWith("xx", StringComparison.Ordinal))
            {
                return Enumerable.Range((text[0] - '0') * 100, 100);
            }

            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var status))
            {
                return [status];
            }
        }

        value.MustBe("a status from 100 to 599 or a class from 1xx to 5xx", "write 200, [200, 201] or 2xx");
        return [];
    }
}
