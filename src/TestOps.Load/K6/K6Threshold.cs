namespace TestOps.Load.K6;

/// <summary>One threshold of a script's options.</summary>
/// <param name="Metric">Its key: <c>http_req_duration{scenario:browse}</c>.</param>
/// <param name="Source">The expression as written.</param>
/// <param name="AbortOnFail">Whether it ends the load when it is crossed.</param>
internal sealed record K6Threshold(string Metric, string Source, bool AbortOnFail);
