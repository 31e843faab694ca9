using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using TestOps.Core.Engines;
using TestOps.Core.Safety;
using TestOps.Load.BuiltIn.Wires;

namespace TestOps.Load.BuiltIn;

/// <summary>Opens connections: resolves the host, judges every address by the target policy, dials the first that answers, IPv4 first as k6 does.</summary>
internal sealed class Dialer
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);
    private readonly TargetPolicy _policy;
    private readonly TimeProvider _time;
    private readonly TlsSetup _tls;
    private readonly bool _hasLimit;

    /// <summary>Creates a dialer, which many clients may share. Calls end after <paramref name="callLimit"/>, and their dials with them: a shorter one leaves nothing to the limit on a dial.</summary>
    public Dialer(TargetPolicy policy, TimeProvider time, TlsSetup tls, TimeSpan callLimit)
    {
        _policy = policy;
        _time = time;
        _tls = tls;
        _hasLimit = callLimit >= s_limit;
    }

    /// <summary>A connection for HTTP/1.1, measured: plain or over TLS.</summary>
    /// <exception cref="DialFailedException">There is none.</exception>
    public async ValueTask<Wire> OpenAsync(Origin origin, CallMeter meter, CancellationToken cancellationToken)
    {
        if (!origin.IsTls && Epoll.IsSupported)
        {
            return await ConnectAsync(origin.Host, origin.Port, meter, PolledWire.ConnectAsync, cancellationToken).ConfigureAwait(false);
        }

        var socket = await ConnectAsync(origin.Host, origin.Port, meter, cancellationToken).ConfigureAwait(false);
        return origin.IsTls ? new SecuredWire(socket, await SecureAsync(socket, origin.Host, meter, SslApplicationProtocol.Http11, cancellationToken).ConfigureAwait(false)) : new SocketWire(socket);
    }

    /// <summary>A connected socket, measured.</summary>
    /// <exception cref="DialFailedException">There is none.</exception>
    public ValueTask<Socket> ConnectAsync(string host, int port, CallMeter meter, CancellationToken cancellationToken) => ConnectAsync(host, port, meter, DialAsync, cancellationToken);

    private async ValueTask<T> ConnectAsync<T>(string host, int port, CallMeter meter, Func<IPEndPoint, CancellationToken, ValueTask<T>> dial, CancellationToken cancellationToken)
    {
        if (!_hasLimit)
        {
            return await JudgeAndDialAsync(host, port, meter, dial, cancellationToken).ConfigureAwait(false);
        }

        using var limit = new CancellationTokenSource(s_limit, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await JudgeAndDialAsync(host, port, meter, dial, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new DialFailedException(CallFailures.DialTimeout(s_limit), e);
        }
    }

    private async ValueTask<T> JudgeAndDialAsync<T>(string host, int port, CallMeter meter, Func<IPEndPoint, CancellationToken, ValueTask<T>> dial, CancellationToken cancellationToken)
    {
        var addresses = await ResolveAsync(host.Trim('[', ']'), cancellationToken).ConfigureAwait(false);
        foreach (var address in addresses)
        {
            // All of them are judged before any is dialled: a name that also points elsewhere is refused whichever address would answer.
            if (_policy.Refuse(host.Trim('[', ']'), address) is { } reason)
            {
                throw new DialFailedException(new EngineFailure(EngineFailureKind.RefusedByPolicy, reason, ErrorCodes.AddressRefused));
            }
        }

        var since = meter.Now;
        var connected = await DialFirstAsync(addresses, host, port, dial, cancellationToken).ConfigureAwait(false);
        meter.Connected(since);
        return connected;
    }

    /// <summary>Secures a connection and measures the handshake; the stream owns the socket.</summary>
    /// <exception cref="DialFailedException">The handshake failed.</exception>
    private async ValueTask<SslStream> SecureAsync(Socket socket, string host, CallMeter meter, SslApplicationProtocol protocol, CancellationToken cancellationToken)
    {
        var wire = new MeteredStream(new NetworkStream(socket, ownsSocket: true), meter, counts: true, marks: false);
        var verdict = new CertificateVerdict();
        var secured = new SslStream(wire);
        try
        {
            await secured.AuthenticateAsClientAsync(_tls.OptionsFor(host.Trim('[', ']'), protocol, verdict), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is System.Security.Authentication.AuthenticationException or IOException)
        {
            await secured.DisposeAsync().ConfigureAwait(false);
            throw new DialFailedException(CallFailures.Handshake(e, verdict), e);
        }
        catch
        {
            await secured.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        meter.Secured();
        return secured;
    }

    /// <summary>The options of handshakes that somebody else makes.</summary>
    public SslClientAuthenticationOptions TlsOptions(SslApplicationProtocol protocol, CertificateVerdict verdict) => _tls.OptionsFor(null, protocol, verdict);

    private static async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var literal))
        {
            return [literal];
        }

        try
        {
            var addresses = await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false);
            return addresses.Length == 0
                ? throw new SocketException((int)SocketError.HostNotFound)
                : [.. addresses.OrderBy(address => address.AddressFamily == AddressFamily.InterNetwork ? 0 : 1)];
        }
        catch (SocketException e)
        {
            var code = e.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData ? ErrorCodes.DnsNoSuchHost : ErrorCodes.Dns;
            throw new DialFailedException(new EngineFailure(EngineFailureKind.Unreachable, $"{host} cannot be resolved ({e.SocketErrorCode})", code), e);
        }
        catch (ArgumentException e)
        {
            // A redirect may name anything: longer than any name may be, say.
            throw new DialFailedException(new EngineFailure(EngineFailureKind.Unreachable, "a host cannot be resolved: it is no host name", ErrorCodes.Dns), e);
        }
    }

    private static async ValueTask<T> DialFirstAsync<T>(IPAddress[] addresses, string host, int port, Func<IPEndPoint, CancellationToken, ValueTask<T>> dial, CancellationToken cancellationToken)
    {
        SocketException? failure = null;
        foreach (var address in addresses)
        {
            try
            {
                return await dial(new IPEndPoint(address, port), cancellationToken).ConfigureAwait(false);
            }
            catch (SocketException e)
            {
                cancellationToken.ThrowIfCancellationRequested();
                failure = e;
            }
        }

        var (text, code) = failure!.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => ("connection refused", ErrorCodes.DialRefused),
            SocketError.TimedOut => ("the dial timed out", ErrorCodes.DialTimeout),
            var other => ($"no connection ({other})", ErrorCodes.Dial),
        };
        throw new DialFailedException(new EngineFailure(EngineFailureKind.Unreachable, $"{host}:{port}: {text}", code), failure);
    }

    private static async ValueTask<Socket> DialAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
