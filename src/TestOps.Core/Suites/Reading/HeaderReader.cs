using System.Text.RegularExpressions;

namespace TestOps.Core.Suites.Reading;

/// <summary>Request headers: names are RFC 9110 tokens, values templates on one line.</summary>
internal static partial class HeaderReader
{
    public static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();

    private static readonly string[] OwnNames = ["Connection", "Content-Length", "Host", "Transfer-Encoding", "Upgrade", "X-TestOps-Session", "X-TestOps-Step"];

    public static IReadOnlyDictionary<string, string> Read(SuiteValue value, TemplatePlace place, IReadOnlySet<string>? kept = null)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, header) in value.Entries("write NAME: value"))
        {
            CheckName(header, name);
            CheckOwn(header, name);
            var text = header.ScalarText();
            ExpressionRules.CheckTemplate(header, text, place, kept);
            if (text.Any(static c => char.IsControl(c) && c != '\t'))
            {
                header.Problem("a header's value is one line without control characters", "write it on one line");
            }

            if (!headers.TryAdd(name, text))
            {
                header.Problem($"the header '{name}' is given twice, names ignore case", "keep one of them");
            }
        }

        return headers;
    }

    public static void CheckName(SuiteValue header, string name)
    {
        if (name.Length > 200 || !Token().IsMatch(name))
        {
            header.Problem("is no header name", "write letters, digits and -, such as Accept-Language");
        }
    }

    private static void CheckOwn(SuiteValue header, string name)
    {
        if (OwnNames.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            header.Problem("TestOps sends this header itself", "remove it");
        }
    }

    [GeneratedRegex("^[A-Za-z0-9!#$%&'*+.^_`|~-]+\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}
