using System.Net;
using System.Net.Sockets;
using TestOps.Core.Safety;

namespace TestOps.Load.K6;

/// <summary>
/// The target policy as k6 can keep it: address ranges that its dialer refuses, which are all but loopback and the addresses that the allowed hosts have now. It judges what a name
/// resolves to at each dial, so that redirects and names of the script are covered, too. (docs/reference/load.md says what is not.)
/// </summary>
internal static class K6Blacklist
{
    /// <summary>The ranges, in CIDR notation.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(TargetPolicy policy, string engineHost, CancellationToken cancellationToken)
    {
        var allowed = new List<IPAddress>();
        foreach (var host in policy.AllowedHosts.Append(engineHost).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            allowed.AddRange((await ResolveAsync(host, cancellationToken).ConfigureAwait(false)).Where(address => policy.Refuse(host, address) is null));
        }

        return Complement(allowed);
    }

    /// <summary>Everything but loopback and <paramref name="allowed"/>.</summary>
    public static IReadOnlyList<string> Complement(IEnumerable<IPAddress> allowed)
    {
        var singles = allowed.Select(static address => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).Distinct().ToList();
        var four = singles.Where(static address => address.AddressFamily == AddressFamily.InterNetwork).Select(static address => (Bits(address), 32)).Append((Bits(IPAddress.Loopback) & 0xFF00_0000, 8)).ToList();
        var six = singles.Where(static address => address.AddressFamily == AddressFamily.InterNetworkV6).Select(static address => (Bits(address), 128)).Append((Bits(IPAddress.IPv6Loopback), 128)).ToList();
        return [.. Without(UInt128.Zero, 0, 32, four), .. Without(UInt128.Zero, 0, 128, six)];
    }

    // A range that holds nothing allowed is refused whole, one that is all allowed is left out, any other is halved.
    private static IEnumerable<string> Without(UInt128 network, int prefix, int width, List<(UInt128 Network, int Prefix)> allowed)
    {
        if (allowed.Any(range => range.Prefix <= prefix && Holds(range.Network, range.Prefix, network, width)))
        {
            return [];
        }

        if (!allowed.Any(range => Holds(network, prefix, range.Network, width)))
        {
            return [Text(network, prefix, width)];
        }

        var upper = network | (UInt128.One << (width - prefix - 1));
        return Without(network, prefix + 1, width, allowed).Concat(Without(upper, prefix + 1, width, allowed));
    }

    private static bool Holds(UInt128 network, int prefix, UInt128 address, int width) => prefix == 0 || network >> (width - prefix) == address >> (width - prefix);

    private static UInt128 Bits(IPAddress address) => address.GetAddressBytes().Aggregate(UInt128.Zero, static (bits, part) => (bits << 8) | part);

    private static string Text(UInt128 network, int prefix, int width)
    {
        var bytes = new byte[width / 8];
        for (var index = 0; index < bytes.Length; index++)
        {
            bytes[index] = (byte)(network >> (width - 8 - (8 * index)));
        }

        return FormattableString.Invariant($"{new IPAddress(bytes)}/{prefix}");
    }

    // A host that has no address now is none that k6 could reach.
    private static async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            return IPAddress.TryParse(host.Trim('[', ']'), out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException)
        {
            return [];
        }
    }
}
