using TestOps.Core.Engines;

namespace TestOps.Engines.Http;

/// <summary>A lease of a service that somebody else runs: nothing says that it is fresh.</summary>
internal sealed class HttpLease(HttpClientOptions options, HttpEngineClient client, string? version) : EngineLease
{
    public override EvidenceClass Evidence => EvidenceClass.BlackBox;

    public override bool IsFresh => false;

    public override string Freshness => $"a warm engine at {options.BaseAddress}";

    public override string? Version => version;

    public override Uri? BaseAddress => options.BaseAddress;

    public override IReadOnlyList<Header> Headers => options.Headers;

    public override long MaxBodyBytes => options.MaxBodyBytes;

    public override TimeSpan Timeout => options.Timeout;

    public override IEngineClient ClientFor(long session) => client;

    public override ValueTask DisposeAsync()
    {
        client.Dispose();
        return base.DisposeAsync();
    }
}
