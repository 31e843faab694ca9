using System.Text.RegularExpressions;

namespace TestOps.Core.Suites.Reading;

/// <summary>JSON Pointers (RFC 6901).</summary>
internal static partial class PointerText
{
    public static string Read(SuiteValue value)
    {
        if (!value.IsText)
        {
            value.MustBe("a JSON Pointer", "write a pointer such as /consensus/model; \"\" is the whole body");
            return "";
        }

        var text = ((ScalarNode)value.Node).Text;
        if (text.Length > 1000)
        {
            value.Problem($"must have at most 1000 characters, has {text.Length}", "shorten it");
        }
        else if (text.Length > 0 && text[0] != '/')
        {
            value.MustBe("a JSON Pointer, which starts with /", $"write {Mended(text)}");
        }
        else if (LoneTilde().IsMatch(text))
        {
            value.MustBe("a JSON Pointer, where ~ is written ~0 and / within a name ~1", $"write {LoneTilde().Replace(text, "~0")}");
        }

        return text;
    }

    /// <summary>What JSONPath or a member path would be as a pointer: <c>$.a.b[0]</c> is <c>/a/b/0</c>.</summary>
    private static string Mended(string text)
    {
        var path = text.StartsWith("$.", StringComparison.Ordinal) ? text[2..] : text;
        return "/" + path.Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Replace('.', '/');
    }

    [GeneratedRegex("~(?![01])", RegexOptions.CultureInvariant)]
    private static partial Regex LoneTilde();
}
