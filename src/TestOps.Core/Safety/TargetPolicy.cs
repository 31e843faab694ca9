using System.Net;
using System.Net.Sockets;

namespace TestOps.Core.Safety;

/// <summary>
/// Which targets may be driven: loopback, and hosts that the operator allows. Default deny. Link-local and metadata addresses are
/// refused whatever the operator says. Judged on the resolved address, so that a name cannot point somewhere else.
/// </summary>
public sealed class TargetPolicy
{
    private readonly string[] _allowedHosts;

    /// <summary>Creates the policy; <paramref name="allowedHosts"/> are host names or addresses without a port.</summary>
    public TargetPolicy(IEnumerable<string> allowedHosts) => _allowedHosts = [.. allowedHosts];

    /// <summary>Loopback only.</summary>
    public static TargetPolicy LoopbackOnly { get; } = new([]);

    /// <summary>Hosts that the operator allows beyond loopback.</summary>
    public IReadOnlyList<string> AllowedHosts => _allowedHosts;

    /// <summary>Judges one resolved address of <paramref name="host"/>; null where it is allowed, else the reason and the flag that would allow it.</summary>
    public string? Refuse(string host, IPAddress address)
    {
        var resolved = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (IPAddress.IsLoopback(resolved))
        {
            return null;
        }

        if (IsNeverAllowed(resolved))
        {
            return $"{host} resolves to {resolved}, a link-local, metadata or unspecified address, which is never a target";
        }

        var named = _allowedHosts.Contains(host, StringComparer.OrdinalIgnoreCase) || _allowedHosts.Contains(resolved.ToString(), StringComparer.OrdinalIgnoreCase);
        return named ? null : $"{host} resolves to {resolved}, which is not loopback; the operator can allow it with --allow-host {host}";
    }

    private static bool IsNeverAllowed(IPAddress address) => address.AddressFamily switch
    {
        AddressFamily.InterNetworkV6 => address.IsIPv6LinkLocal || address.IsIPv6Multicast || address.Equals(IPAddress.IPv6Any)
            || address.Equals(IPAddress.Parse("fd00:ec2::254")),
        _ => address.GetAddressBytes() is [169, 254, ..] or [0, ..] or [>= 224, ..],
    };
}
