namespace TestOps.Core.Suites;

/// <summary>How the built-in driver speaks HTTP: the <c>load.http</c> section.</summary>
public sealed record LoadHttpSpec
{
    /// <summary>Version of HTTP: <c>1.1</c> or <c>2</c>; 1.1.</summary>
    public string Version { get; init; } = "1.1";

    /// <summary>Redirects that are followed for one call; 0: a redirect is the answer, as in SIM.</summary>
    public int MaxRedirects { get; init; }

    /// <summary>Whether bodies are read and dropped: checks see none.</summary>
    public bool DiscardResponseBodies { get; init; }

    /// <summary>Whether every request dials a connection of its own.</summary>
    public bool NoConnectionReuse { get; init; }

    /// <summary>Whether the connections of a user end with its iteration.</summary>
    public bool NoVuConnectionReuse { get; init; }

    /// <summary>Whether any certificate is trusted.</summary>
    public bool InsecureSkipTlsVerify { get; init; }

    /// <summary>Value of the header <c>User-Agent</c> where no other sets it; null for none.</summary>
    public string? UserAgent { get; init; }

    /// <summary>Limit on one call, redirects included; null for the engine's.</summary>
    public TimeSpan? Timeout { get; init; }
}
