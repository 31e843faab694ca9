namespace TestOps.Core.Suites;

/// <summary>Tags of the samples of a load.</summary>
public static class LoadTags
{
    /// <summary>k6's own tags, in ordinal order: a suite cannot set them.</summary>
    public static IReadOnlyList<string> System { get; } =
    [
        "check", "error", "error_code", "expected_response", "group", "ip", "iter", "method", "name", "ocsp_status", "proto", "scenario", "service", "status", "subproto",
        "tls_version", "url", "vu",
    ];
}
