using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using TestOps.Load.BuiltIn.Http2;

namespace TestOps.Load.BuiltIn;

/// <summary>A responder on 127.0.0.1 that answers every request with <c>{}</c>: what the client warms up on, so that no engine ever sees the warm-up. It speaks what the engine speaks.</summary>
internal sealed class LoopbackStub : IAsyncDisposable
{
    private static readonly byte[] s_answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"u8.ToArray();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly X509Certificate2? _certificate;
    private readonly bool _isHttp2;
    private readonly Task _accepting;

    public LoopbackStub(X509Certificate2? certificate, bool isHttp2)
    {
        _certificate = certificate;
        _isHttp2 = isHttp2;
        _listener.Start();
        Address = new Uri($"{(certificate is null ? "http" : "https")}://{_listener.LocalEndpoint}");
        _accepting = AcceptAsync();
    }

    public Uri Address { get; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _accepting.ConfigureAwait(false);
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token).ConfigureAwait(false)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections).ConfigureAwait(false);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var plain = new NetworkStream(socket, ownsSocket: true);
        using var secured = _certificate is null ? null : new SslStream(plain);
        try
        {
            if (secured is not null)
            {
                await secured.AuthenticateAsServerAsync(
                    new SslServerAuthenticationOptions { ServerCertificate = _certificate, ApplicationProtocols = [_isHttp2 ? SslApplicationProtocol.Http2 : SslApplicationProtocol.Http11] },
                    _stop.Token).ConfigureAwait(false);
            }

            var stream = secured ?? (Stream)plain;
            await (_isHttp2 ? new Http2Stub(stream).ServeAsync(_stop.Token) : ServeHttp1Async(stream)).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or AuthenticationException or OperationCanceledException)
        {
            // The client closed its connection, or the warm-up is over: neither is news.
        }
    }

    private async Task ServeHttp1Async(Stream stream)
    {
        var requests = new RequestReader(stream);
        while (await requests.ReadAsync(_stop.Token).ConfigureAwait(false))
        {
            await stream.WriteAsync(s_answer, _stop.Token).ConfigureAwait(false);
        }
    }
}
