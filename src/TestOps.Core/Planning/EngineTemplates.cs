using System.Text.RegularExpressions;
using TestOps.Core.Suites;

namespace TestOps.Core.Planning;

/// <summary>What can be said of the engine's templates before a lease: variables are known then, <c>${env.*}</c> and <c>${engine.*}</c> are not.</summary>
internal static partial class EngineTemplates
{
    /// <summary>The text with its variables in place; an unknown one stays.</summary>
    public static string Substitute(string template, IReadOnlyDictionary<string, string> variables)
        => Variable().Replace(template, match => variables.GetValueOrDefault(match.Groups["name"].Value, match.Value));

    /// <summary>Scheme and authority of the base URL, its port still symbolic: <c>http://127.0.0.1:${engine.port}</c>. Null where the engine has none.</summary>
    public static string? AuthorityOf(EngineSpec engine, IReadOnlyDictionary<string, string> variables)
    {
        var address = Substitute(engine.BaseUrl ?? "", variables);
        var host = address.IndexOf("//", StringComparison.Ordinal);
        var path = host < 0 ? -1 : address.IndexOf('/', host + 2);
        return host < 0 ? null : path < 0 ? address : address[..path];
    }

    /// <summary>Host of the base URL; null where a name in it has no value yet.</summary>
    public static string? HostOf(EngineSpec engine, IReadOnlyDictionary<string, string> variables)
    {
        var address = Port().Replace(Substitute(engine.BaseUrl ?? "", variables), "1");
        return !address.Contains("${", StringComparison.Ordinal) && Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri.IdnHost.Trim('[', ']') : null;
    }

    /// <summary>Whether the text uses the engine's port.</summary>
    public static bool UsesPort(string template, IReadOnlyDictionary<string, string> variables) => AnyPort().IsMatch(Substitute(template, variables));

    [GeneratedRegex(@"\$\{\s*vars\.(?<name>[A-Za-z_]\w*)\s*\}", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();

    [GeneratedRegex(@"\$\{\s*engine\.port\s*\}", RegexOptions.CultureInvariant)]
    private static partial Regex Port();

    [GeneratedRegex(@"\$\{[^}]*\bengine\s*\.\s*port\b", RegexOptions.CultureInvariant)]
    private static partial Regex AnyPort();
}
