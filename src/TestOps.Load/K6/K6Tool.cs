namespace TestOps.Load.K6;

/// <summary>The k6 that was found.</summary>
/// <param name="Path">Full path of the binary.</param>
/// <param name="Version">Its version, as it says: <c>v2.2.0</c>.</param>
/// <param name="FoundBy">What named it: <c>load.k6</c>, <c>TESTOPS_K6</c> or <c>PATH</c>.</param>
public sealed record K6Tool(string Path, string Version, string FoundBy);
