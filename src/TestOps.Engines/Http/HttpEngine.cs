using TestOps.Core.Engines;
using TestOps.Core.Suites;

namespace TestOps.Engines.Http;

/// <summary>An HTTP service that somebody else runs: a black box that may be warm.</summary>
internal sealed class HttpEngine(EngineSpec spec, EngineBinding binding) : IEngine
{
    public string Kind => "http";

    public string DisplayName => spec.BaseUrl is null ? "http" : $"http engine at {spec.BaseUrl}";

    public bool IsControlled => false;

    public async Task<EngineLease> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken)
    {
        var address = BaseAddress.Parse(BindingTemplate.Render(spec.BaseUrl ?? "", "engine.base_url", binding));
        var headers = spec.Headers
            .OrderBy(header => header.Key, StringComparer.Ordinal)
            .Select(header => new Header(header.Key, BindingTemplate.Render(header.Value, $"engine.headers.{header.Key}", binding)))
            .ToArray();
        var options = new HttpClientOptions(address, headers, spec.Timeout, spec.MaxBodyBytes, binding);
        var client = new HttpEngineClient(options);
        try
        {
            var version = await new HttpReadiness(spec, options, client).CheckAsync(cancellationToken).ConfigureAwait(false);
            return new HttpLease(options, client, version);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }
}
