namespace TestOps.Core.Suites.Reading;

/// <summary>How virtual users speak HTTP, with the option names of k6.</summary>
internal static class LoadHttpReader
{
    public static LoadHttpSpec Read(SuiteValue value)
    {
        var defaults = new LoadHttpSpec();
        return value.Map("load.http") is not { } map
            ? defaults
            : new LoadHttpSpec
            {
                Version = map.Read("version", defaults.Version, static version => version.Choice(["1.1", "2"], [])),
                MaxRedirects = map.Read("maxRedirects", defaults.MaxRedirects, static most => most.Whole(0, 100)),
                DiscardResponseBodies = map.Read("discardResponseBodies", defaults.DiscardResponseBodies, static flag => flag.Flag()),
                NoConnectionReuse = map.Read("noConnectionReuse", defaults.NoConnectionReuse, static flag => flag.Flag()),
                NoVuConnectionReuse = map.Read("noVUConnectionReuse", defaults.NoVuConnectionReuse, static flag => flag.Flag()),
                InsecureSkipTlsVerify = map.Read("insecureSkipTLSVerify", defaults.InsecureSkipTlsVerify, static flag => flag.Flag()),
                UserAgent = map.Read<string?>("userAgent", null, static agent => agent.Text(500)),
                Timeout = map.Read<TimeSpan?>("timeout", null, static timeout => timeout.Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(10))),
            };
    }
}
