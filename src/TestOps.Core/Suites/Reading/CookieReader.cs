using System.Text.RegularExpressions;

namespace TestOps.Core.Suites.Reading;

/// <summary>Cookies that a step sends: names are RFC 6265 tokens, values templates.</summary>
internal static partial class CookieReader
{
    public static IReadOnlyDictionary<string, string> Read(SuiteValue value, IReadOnlySet<string>? kept)
    {
        var cookies = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, cookie) in value.Entries("write cookies: none, or NAME: value"))
        {
            if (name.Length > 200 || !Token().IsMatch(name))
            {
                cookie.Problem("is no name of a cookie", "write letters, digits, - and _");
            }

            var text = cookie.ScalarText();
            ExpressionRules.CheckTemplate(cookie, text, TemplatePlace.Session, kept);
            cookies[name] = text;
        }

        return cookies;
    }

    [GeneratedRegex("^[A-Za-z0-9!#$%&'*+.^_`|~-]+\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}
