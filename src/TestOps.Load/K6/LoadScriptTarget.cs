using TestOps.Core.Engines;

namespace TestOps.Load.K6;

/// <summary>What a generated script is run against.</summary>
/// <param name="BaseAddress">Address of the lease. Scripts read it as <c>__ENV.TESTOPS_BASE_URL</c>; before a lease it is one that nobody listens on.</param>
/// <param name="Headers">Headers that the lease adds to every call. They may be secrets: the script's text is in a private folder and goes when the load ends.</param>
/// <param name="Timeout">Limit on one call.</param>
public sealed record LoadScriptTarget(Uri BaseAddress, IReadOnlyList<Header> Headers, TimeSpan Timeout);
