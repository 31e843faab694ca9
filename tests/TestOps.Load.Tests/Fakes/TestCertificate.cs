using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TestOps.Load.Tests.Fakes;

/// <summary>Certificates of 127.0.0.1 that nobody knows.</summary>
internal static class TestCertificate
{
    public static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
