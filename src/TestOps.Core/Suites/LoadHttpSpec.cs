namespace TestOps.Core.Suites;

/// <summary>How the virtual users of a load speak HTTP. The names are those of k6's options.</summary>
public sealed record LoadHttpSpec
{
    /// <summary>HTTP version that is spoken: <c>1.1</c> or <c>2</c> (over TLS by ALPN; over plain TCP by prior knowledge).</summary>
    public string Version { get; init; } = "1.1";

    /// <summary>Redirects that a call follows, each hop with samples of its own; 0: none, as the calls of SIM. (k6 follows 10.)</summary>
    public int MaxRedirects { get; init; }

    /// <summary>Whether bodies are read and dropped: checks then see none.</summary>
    public bool DiscardResponseBodies { get; init; }

    /// <summary>Whether every call dials anew.</summary>
    public bool NoConnectionReuse { get; init; }

    /// <summary>Whether the connections of a user are closed after each of its iterations.</summary>
    public bool NoVuConnectionReuse { get; init; }

    /// <summary>Whether any certificate of an <c>https</c> engine is taken.</summary>
    public bool InsecureSkipTlsVerify { get; init; }

    /// <summary>The <c>User-Agent</c> of every call; null sends none but the suite's own.</summary>
    public string? UserAgent { get; init; }

    /// <summary>Limit on one call, redirects included; null is the engine's.</summary>
    public TimeSpan? Timeout { get; init; }
}
