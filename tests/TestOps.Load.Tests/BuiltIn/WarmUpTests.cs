using System.Net;
using System.Net.Sockets;
using TestOps.Core.Journaling;
using TestOps.Core.Suites;
using TestOps.Load.Tests.Fakes;

namespace TestOps.Load.Tests.BuiltIn;

/// <summary>The warm-up speaks what the load speaks. Nobody is at the engine's address, so that whoever answered here is the responder of the warm-up.</summary>
public sealed class WarmUpTests
{
    [Theory]
    [InlineData("https", "1.1", "HandshakeStop")]
    [InlineData("https", "2", "HandshakeStop", "ResponseHeadersStop 200")]
    [InlineData("http", "2", "ResponseHeadersStop 200")]
    public async Task RunAsync_Load_IsRehearsedInItsOwnProtocol(string scheme, string version, params string[] expected)
    {
        using var events = new NetworkEvents();
        await using var bench = await PhaseBench.CreateAsync(new AddressedEngine(Nobody(scheme)), Load(version));
        events.Begin();

        await bench.RunAsync();

        events.Seen.Distinct().Should().BeEquivalentTo(expected);
        bench.Journal.Events.OfType<LoadSecondMeasured>().Sum(second => second.Requests - second.Failed).Should().Be(0, "no answer of the warm-up is counted");
    }

    private static Uri Nobody(string scheme)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"{scheme}://{listener.LocalEndpoint}");
    }

    private static LoadSpec Load(string version) => new()
    {
        WarmUp = TimeSpan.FromMilliseconds(500),
        Http = new LoadHttpSpec { Version = version },
        Scenarios = [new ConstantVusSpec { Name = "closed", Exec = "ask", Vus = 1, Duration = TimeSpan.FromMilliseconds(200) }],
    };
}
