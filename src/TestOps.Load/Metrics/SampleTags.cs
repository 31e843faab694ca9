using System.Globalization;

namespace TestOps.Load.Metrics;

/// <summary>Tags of one sample. Fields that a metric does not carry stay null.</summary>
/// <param name="Scenario">The load scenario.</param>
/// <param name="Name">Name of the step; k6's <c>url</c> tag has the same value, as in k6 where a name is set.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Status">HTTP status; 0 without an answer.</param>
/// <param name="ErrorCode">k6's error code; 0 without an error.</param>
/// <param name="IsExpected">Whether the answer counts as expected.</param>
/// <param name="Check">Name of the check.</param>
/// <param name="Protocol">Protocol of the answer as k6 names it: <c>HTTP/1.1</c>, <c>HTTP/1.0</c> or <c>HTTP/2.0</c>.</param>
/// <param name="TlsVersion">Version of TLS that the answer came over, as k6 names it: <c>tls1.2</c>, <c>tls1.3</c>; null without TLS.</param>
public readonly record struct SampleTags(
    ScenarioTags Scenario, string? Name = null, string? Method = null, int Status = 0, int ErrorCode = 0, bool IsExpected = false, string? Check = null, string? Protocol = null,
    string? TlsVersion = null)
{
    /// <summary>Whether a tag has a value, both as k6 writes them.</summary>
    public bool Has(string tag, string value) => tag switch
    {
        "scenario" => Scenario.Name == value,
        "name" or "url" => Name == value,
        "method" => Method == value,
        "status" => Name is not null && IsNumber(value, Status),
        "error_code" => ErrorCode != 0 && IsNumber(value, ErrorCode),
        "expected_response" => value == (IsExpected ? "true" : "false"),
        "check" => Check == value,
        "proto" => Protocol == value,
        "tls_version" => TlsVersion == value,
        _ => Scenario.Has(tag, value),
    };

    private static bool IsNumber(string text, int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) && parsed == number;
}
