namespace TestOps.Load.BuiltIn;

/// <summary>Where a request goes: scheme, host and port.</summary>
internal sealed record Origin(bool IsTls, string Host, int Port)
{
    /// <summary>Host and port as the header <c>Host</c> has them: without the port of the scheme.</summary>
    public string Authority { get; } = Port == (IsTls ? 443 : 80) ? Host : FormattableString.Invariant($"{Host}:{Port}");

    public string Prefix => IsTls ? $"https://{Authority}" : $"http://{Authority}";

    public static Origin Of(Uri address) => new(address.Scheme == Uri.UriSchemeHttps, address.IdnHost is var host && address.HostNameType == UriHostNameType.IPv6 ? $"[{host.Trim('[', ']')}]" : host, address.Port);
}
