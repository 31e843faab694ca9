using System.Text.RegularExpressions;

namespace TestOps.Core.Suites.Reading;

/// <summary>Calls: <c>POST /query</c>.</summary>
internal static partial class CallText
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    /// <summary>Method and path template of a call; a stand-in with a problem where it is none.</summary>
    public static (string Method, string Path) Read(SuiteValue value)
    {
        var text = value.Text(8000);
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        if (text.Length == 0)
        {
            return ("GET", "/");
        }

        if (space < 0)
        {
            value.MustBe("METHOD /path", text[0] == '/' ? $"write GET {text}" : "write, for example, GET /health");
            return ("GET", "/");
        }

        var (method, path) = (text[..space], text[(space + 1)..]);
        if (!Methods.Contains(method, StringComparer.Ordinal))
        {
            value.MustBe($"METHOD /path with one of {string.Join(", ", Methods)}", $"write {Nearest.To(method.ToUpperInvariant(), Methods) ?? "GET"} {path.TrimStart()}");
        }

        CheckPath(value, path);
        return (method, path);
    }

    /// <summary>Reports what no path template may hold. Templates themselves are judged elsewhere.</summary>
    public static void CheckPath(SuiteValue value, string path)
    {
        var plain = Templates().Replace(path, "x");
        if (!path.StartsWith('/'))
        {
            value.Problem($"the path must start with /, was '{path}'", $"write /{path.Trim().TrimStart('/')}");
        }
        else if (plain.StartsWith("//", StringComparison.Ordinal))
        {
            value.Problem($"the path must start with one /, was '{path}': two would name another host", $"write /{path.TrimStart('/')}");
        }
        else if (plain.Any(static c => c is ' ' or '#' or '\\' or > '\x7e' or < ' '))
        {
            value.Problem($"the path holds a blank, #, \\ or a character beyond ASCII, was '{path}'", "percent-encode it, or use query");
        }
    }

    [GeneratedRegex(@"\$\{[^}]*\}", RegexOptions.CultureInvariant)]
    private static partial Regex Templates();
}
