namespace TestOps.Load.BuiltIn;

/// <summary>k6's error codes, as far as the built-in client tells them apart. An answer with a status of 400 or more has 1000 + status.</summary>
internal static class ErrorCodes
{
    public const int Generic = 1000;
    public const int RequestTimeout = 1050;
    public const int Dns = 1100;
    public const int DnsNoSuchHost = 1101;
    public const int AddressRefused = 1110;
    public const int BrokenPipe = 1201;
    public const int Dial = 1210;
    public const int DialTimeout = 1211;
    public const int DialRefused = 1212;
    public const int Reset = 1220;
    public const int Tls = 1300;
    public const int CertificateAuthority = 1310;
    public const int CertificateHost = 1311;
    public const int Http2GoAway = 1610;
    public const int Http2Stream = 1630;
    public const int Http2Connection = 1650;
    public const int Decompression = 1701;

    private const int Http2CodeMax = 13;

    public static int OfStatus(int status) => status >= 400 ? 1000 + status : 0;

    /// <summary>A code of HTTP/2 (RFC 9113, 7) above the base of its kind: k6 has room for the fourteen that are defined.</summary>
    public static int OfHttp2(int kind, long code) => code is >= 0 and <= Http2CodeMax ? kind + 1 + (int)code : kind;
}
