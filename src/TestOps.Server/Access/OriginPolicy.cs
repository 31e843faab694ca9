namespace TestOps.Server.Access;

/// <summary>Which web pages may talk to the server: its own, those of configured origins, and by default those that this machine serves itself.</summary>
internal sealed class OriginPolicy(IReadOnlyList<string>? allowed)
{
    /// <summary>Whether pages of <paramref name="origin"/> are allowed.</summary>
    public bool Allows(string origin) => allowed is null
        ? Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https") && uri.IsLoopback
        : allowed.Contains(origin, StringComparer.OrdinalIgnoreCase);
}
