using System.Net;
using System.Net.Sockets;
using TestOps.Core.Safety;

namespace TestOps.Engines.Http;

/// <summary>
/// Resolves a host, judges every address, and connects to an address that was judged: a name that changes its mind between the question and the
/// connection gets nowhere. One refused address refuses the host, so that the outcome does not depend on the resolver's order.
/// </summary>
internal sealed class PolicyConnector(TargetPolicy policy, Func<string, CancellationToken, Task<IPAddress[]>>? resolve)
{
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve = resolve ?? Dns.GetHostAddressesAsync;

    /// <summary>The addresses of <paramref name="host"/>, all of them allowed.</summary>
    /// <exception cref="TargetRefusedException">The policy refuses an address.</exception>
    /// <exception cref="SocketException">The host has no address.</exception>
    public async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        IPAddress[] addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await _resolve(host, cancellationToken).ConfigureAwait(false);
        foreach (var address in addresses)
        {
            if (policy.Refuse(host, address) is { } reason)
            {
                throw new TargetRefusedException(host, reason);
            }
        }

        return addresses.Length > 0 ? addresses : throw new SocketException((int)SocketError.HostNotFound);
    }

    /// <summary>A connection to <paramref name="host"/>: the first address that answers.</summary>
    public async ValueTask<Stream> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        SocketException? last = null;
        foreach (var address in await ResolveAsync(host.Trim('[', ']'), cancellationToken).ConfigureAwait(false))
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, port), cancellationToken).ConfigureAwait(false);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException exception)
            {
                socket.Dispose();
                last = exception;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw last!;
    }
}
