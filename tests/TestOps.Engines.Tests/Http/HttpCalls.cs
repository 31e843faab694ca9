using TestOps.Core.Engines;
using TestOps.Core.Suites;
using TestOps.Engines.Http;

namespace TestOps.Engines.Tests.Http;

/// <summary>Leases of http engines for tests.</summary>
internal static class HttpCalls
{
    public static EngineSpec Spec(string baseUrl) => new() { Kind = "http", BaseUrl = baseUrl, Timeout = TimeSpan.FromSeconds(20) };

    public static Task<EngineLease> LeaseAsync(this EngineSpec spec, EngineBinding? binding = null) =>
        new HttpEngineFactory().Create(spec, binding ?? EngineCalls.Binding()).LeaseAsync(new LeaseRequest(LeasePurpose.Sim), EngineCalls.Deadline);

    /// <summary>One GET against <paramref name="server"/> through the adapter.</summary>
    public static async Task<EngineReply> GetAsync(this RawServer server, string path = "/", Func<EngineSpec, EngineSpec>? with = null)
    {
        var spec = Spec(server.BaseUrl);
        await using var lease = await (with?.Invoke(spec) ?? spec).LeaseAsync();
        return await lease.ClientFor(0).CallAsync("GET", path);
    }
}
