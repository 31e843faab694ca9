using System.Net.Security;
using TestOps.Core.Suites;

namespace TestOps.Load.BuiltIn;

/// <summary>The options of every handshake of a client.</summary>
internal sealed class TlsSetup(SslClientAuthenticationOptions? given, LoadHttpSpec http)
{
    public SslClientAuthenticationOptions OptionsFor(string? host, SslApplicationProtocol protocol, CertificateVerdict verdict) => new()
    {
        TargetHost = host,
        ApplicationProtocols = [protocol],
        EnabledSslProtocols = given?.EnabledSslProtocols ?? default,
        CertificateRevocationCheckMode = given?.CertificateRevocationCheckMode ?? default,
        ClientCertificates = given?.ClientCertificates,
        CertificateChainPolicy = given?.CertificateChainPolicy,
        RemoteCertificateValidationCallback = given?.RemoteCertificateValidationCallback
            ?? ((_, _, chain, errors) => verdict.Judge(chain, errors) || http.InsecureSkipTlsVerify),
    };
}
