using System.Security.Authentication;

namespace TestOps.Load.BuiltIn;

/// <summary>Versions of TLS as k6's tag <c>tls_version</c> names them.</summary>
internal static class TlsVersions
{
    /// <summary>The name; null for one that k6 has none for.</summary>
    public static string? NameOf(SslProtocols negotiated) => negotiated switch
    {
#pragma warning disable CA5397, SYSLIB0039 // Only named here: which versions are negotiated is for the system to say.
        SslProtocols.Tls => "tls1.0",
        SslProtocols.Tls11 => "tls1.1",
#pragma warning restore CA5397, SYSLIB0039
        SslProtocols.Tls12 => "tls1.2",
        SslProtocols.Tls13 => "tls1.3",
        _ => null,
    };
}
