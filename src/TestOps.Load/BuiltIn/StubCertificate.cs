using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TestOps.Load.BuiltIn;

/// <summary>The certificate of a <see cref="LoopbackStub"/>: of 127.0.0.1, for a day, its key known to this process alone.</summary>
internal static class StubCertificate
{
    public static X509Certificate2 Create(TimeProvider time)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = time.GetUtcNow();
        using var certificate = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddHours(-12), now.AddHours(12));

        // Windows takes no key for TLS that has never been stored.
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null);
    }
}
