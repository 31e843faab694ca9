using System.Net;
using System.Net.Sockets;
using TestOps.Core;
using TestOps.Core.Safety;
using TestOps.Core.WarRoom;

namespace TestOps.Load.BuiltIn;

/// <summary>Refuses a target before the first request; every dial is judged again by its own resolution.</summary>
internal static class TargetGuard
{
    /// <exception cref="TargetRefusedException">The policy refuses an address of the host.</exception>
    /// <exception cref="TestOpsException">The host cannot be resolved.</exception>
    public static async Task CheckAsync(TargetPolicy policy, Uri target, CancellationToken cancellationToken)
    {
        var host = target.IdnHost.Trim('[', ']');
        foreach (var address in await ResolveAsync(host, cancellationToken).ConfigureAwait(false))
        {
            if (policy.Refuse(host, address) is { } reason)
            {
                throw new TargetRefusedException(host, reason);
            }
        }
    }

    private static async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            return IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException e)
        {
            throw new TestOpsException(IncidentCodes.EngineUnreachable, $"{host} cannot be resolved ({e.SocketErrorCode})", "check engine.base_url of the suite and the name's DNS", e);
        }
    }
}
