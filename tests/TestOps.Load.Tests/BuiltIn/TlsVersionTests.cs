using System.Security.Authentication;
using TestOps.Core.Suites;
using TestOps.Load.Tests.Fakes;

namespace TestOps.Load.Tests.BuiltIn;

/// <summary>Requests over TLS say over which, as k6's do.</summary>
public sealed class TlsVersionTests
{
    [Theory]
    [InlineData("1.1", SslProtocols.Tls12, "tls1.2", "HTTP/1.1")]
    [InlineData("1.1", SslProtocols.Tls13, "tls1.3", "HTTP/1.1")]
    [InlineData("2", SslProtocols.Tls12, "tls1.2", "HTTP/2.0")]
    [InlineData("2", SslProtocols.Tls13, "tls1.3", "HTTP/2.0")]
    public async Task RunAsync_EngineOverTls_TagsEachRequestWithTheVersion(string http, SslProtocols tls, string version, string protocol)
    {
        await using var server = await SecureServer.StartAsync(tls, TestContext.Current.CancellationToken);
        await using var bench = await PhaseBench.CreateAsync(new AddressedEngine(server.Address), Load(
            http, $"http_reqs{{tls_version:{version},proto:{protocol}}}", "http_reqs{tls_version:tls1.1}"));

        await bench.RunAsync();

        bench.Metric($"http_reqs{{tls_version:{version},proto:{protocol}}}").Value.Should().Be(bench.Metric("http_reqs").Value).And.BePositive();
        bench.Gate("load/http_reqs{tls_version:tls1.1} count>0").Holds.Should().BeNull("no request came over it");
    }

    [Fact]
    public async Task RunAsync_PlainEngine_HasNoVersion()
    {
        await using var server = ScriptedServer.Answering(ScriptedServer.Ok("""{"id":1}"""));
        await using var bench = await PhaseBench.CreateAsync(new AddressedEngine(server.Address), Load("1.1", "http_reqs{tls_version:tls1.3}"));

        await bench.RunAsync();

        bench.Gate("load/http_reqs{tls_version:tls1.3} count>0").Holds.Should().BeNull();
    }

    private static LoadSpec Load(string version, params string[] keys) => new()
    {
        WarmUp = TimeSpan.Zero,
        Http = new LoadHttpSpec { Version = version, InsecureSkipTlsVerify = true },
        Scenarios = [new ConstantVusSpec { Name = "closed", Exec = "ask", Vus = 2, Duration = TimeSpan.FromMilliseconds(500) }],
        Thresholds = [.. keys.Select(static key => new ThresholdSpec(key, "count>0"))],
    };
}
