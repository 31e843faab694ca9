namespace TestOps.Core.Suites;

/// <summary><c>engine.version</c>: the call (<c>GET /version</c>) and the JSON Pointer of the version in its answer.</summary>
public sealed record VersionSpec(string Method, string Path, string At);
