using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace TestOps.Load.Tests.Fakes;

/// <summary>A server on loopback that speaks HTTP/1.1 and HTTP/2 over one version of TLS, with a certificate that nobody knows, and answers everything with <c>{"id":1}</c>.</summary>
internal sealed class SecureServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly X509Certificate2 _certificate;

    private SecureServer(WebApplication app, X509Certificate2 certificate)
    {
        _app = app;
        _certificate = certificate;
    }

    public Uri Address => new($"https://127.0.0.1:{new Uri(_app.Urls.First()).Port}");

    public static async Task<SecureServer> StartAsync(SslProtocols version, CancellationToken cancellationToken)
    {
        var certificate = TestCertificate.SelfSigned();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.UseHttps(certificate, https => https.SslProtocols = version);
        }));
        var app = builder.Build();
        app.Run(static context =>
        {
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync("""{"id":1}""");
        });
        await app.StartAsync(cancellationToken);
        return new SecureServer(app, certificate);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _certificate.Dispose();
    }
}
