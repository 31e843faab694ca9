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

    public static int OfStatus(int status) => status >= 400 ? 1000 + status : 0;
}
