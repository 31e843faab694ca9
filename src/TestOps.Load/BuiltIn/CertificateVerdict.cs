using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace TestOps.Load.BuiltIn;

/// <summary>What was wrong with a certificate: the handshake's exception does not tell.</summary>
internal sealed class CertificateVerdict
{
    private bool _isUntrusted;
    private SslPolicyErrors _errors;

    /// <summary>k6's code; a wrong name comes before an unknown authority, in the order in which Go verifies.</summary>
    public int ErrorCode => (_errors & (SslPolicyErrors.RemoteCertificateNameMismatch | SslPolicyErrors.RemoteCertificateNotAvailable)) != 0 ? ErrorCodes.CertificateHost
        : _isUntrusted ? ErrorCodes.CertificateAuthority
        : ErrorCodes.Tls;

    public bool Judge(X509Chain? chain, SslPolicyErrors errors)
    {
        const X509ChainStatusFlags Untrusted = X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain;
        _errors = errors;
        _isUntrusted = (errors & SslPolicyErrors.RemoteCertificateChainErrors) != 0 && chain is not null && chain.ChainStatus.Any(static status => (status.Status & Untrusted) != 0);
        return errors == SslPolicyErrors.None;
    }
}
