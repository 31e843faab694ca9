namespace TestOps.Core.Cookies;

/// <summary>A cookie as the jar keeps it (RFC 6265, 5.3).</summary>
/// <param name="Name">Name.</param>
/// <param name="Value">Value.</param>
/// <param name="Path">Path that requests must be under.</param>
/// <param name="IsSecure">Whether it is sent over TLS only.</param>
/// <param name="Expires">When it ends; null lasts as long as the session.</param>
internal sealed record Cookie(string Name, string Value, string Path, bool IsSecure, DateTimeOffset? Expires);
