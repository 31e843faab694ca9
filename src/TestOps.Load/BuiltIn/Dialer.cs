using System.Net;
using System.Net.Sockets;
using TestOps.Core.Engines;
using TestOps.Core.Safety;

namespace TestOps.Load.BuiltIn;

/// <summary>Opens connections: resolves the host, judges every address by the target policy, dials the first that answers, IPv4 first as k6 does.</summary>
internal sealed class Dialer
{
    private readonly TargetPolicy _policy;
    private readonly CallMeter _meter;
    private readonly bool _isTls;

    public Dialer(TargetPolicy policy, CallMeter meter, bool isTls)
    {
        _policy = policy;
        _meter = meter;
        _isTls = isTls;
    }

    public async ValueTask<Stream> ConnectAsync(DnsEndPoint target, CancellationToken cancellationToken)
    {
        var addresses = await ResolveAsync(target.Host.Trim('[', ']'), cancellationToken).ConfigureAwait(false);
        foreach (var address in addresses)
        {
            // All of them are judged before any is dialled: a name that also points elsewhere is refused whichever address would answer.
            if (_policy.Refuse(target.Host, address) is { } reason)
            {
                throw new DialFailedException(new EngineFailure(EngineFailureKind.RefusedByPolicy, reason, ErrorCodes.AddressRefused));
            }
        }

        var since = _meter.Now;
        var socket = await DialAsync(addresses, target, cancellationToken).ConfigureAwait(false);
        _meter.Connected(since);
        return new MeteredStream(new NetworkStream(socket, ownsSocket: true), _meter, counts: true, marks: !_isTls);
    }

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
    }

    private static async Task<Socket> DialAsync(IPAddress[] addresses, DnsEndPoint target, CancellationToken cancellationToken)
    {
        SocketException? failure = null;
        foreach (var address in addresses)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, target.Port), cancellationToken).ConfigureAwait(false);
                return socket;
            }
            catch (SocketException e)
            {
                socket.Dispose();
                failure = e;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        var (text, code) = failure!.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => ("connection refused", ErrorCodes.DialRefused),
            SocketError.TimedOut => ("the dial timed out", ErrorCodes.DialTimeout),
            var other => ($"no connection ({other})", ErrorCodes.Dial),
        };
        throw new DialFailedException(new EngineFailure(EngineFailureKind.Unreachable, $"{target.Host}:{target.Port}: {text}", code), failure);
    }
}
