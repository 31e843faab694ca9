using TestOps.Core.Engines;

namespace TestOps.Load.BuiltIn;

/// <summary>A request that was answered by a redirect which was followed.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Reply">Its answer.</param>
/// <param name="Protocol">Its protocol, as k6 names it.</param>
/// <param name="TlsVersion">The version of TLS that it came over, as k6 names it; null without TLS.</param>
public sealed record RedirectHop(string Method, EngineReply Reply, string Protocol, string? TlsVersion);
