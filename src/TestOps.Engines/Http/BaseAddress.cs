using TestOps.Core.Suites;

namespace TestOps.Engines.Http;

/// <summary>Reads <c>engine.base_url</c>.</summary>
internal static class BaseAddress
{
    /// <summary>The address, without a slash at its end.</summary>
    /// <exception cref="InvalidSuiteException">It is not an absolute HTTP address, or carries what it must not.</exception>
    public static Uri Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
        {
            throw Refuse($"'{text}' is not an absolute http or https address", "for example http://127.0.0.1:8000");
        }

        if (uri.UserInfo.Length > 0)
        {
            // The text is not repeated: it holds a password.
            throw Refuse("it carries a user name or password, which would be recorded", "put credentials in engine.headers");
        }

        return uri.Query.Length > 0 || uri.Fragment.Length > 0
            ? throw Refuse($"'{text}' has a query or fragment", "end it at the path")
            : new Uri(uri.GetLeftPart(UriPartial.Path).TrimEnd('/'));
    }

    private static InvalidSuiteException Refuse(string message, string hint) => new("engine", [new SuiteProblem("engine.base_url", 0, message, hint)]);
}
