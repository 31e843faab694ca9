namespace TestOps.Load.BuiltIn;

/// <summary>Headers that a redirect to another host does not take along, as in Go; a name for the first host is none for the other.</summary>
internal static class Credentials
{
    private static readonly HashSet<string> s_names = new(StringComparer.OrdinalIgnoreCase) { "Authorization", "Cookie", "Cookie2", "Host", "Proxy-Authorization", "Www-Authenticate" };

    public static bool Contains(string header) => s_names.Contains(header);
}
