using System.Net;
using TestOps.Core;
using TestOps.Core.Engines;
using TestOps.Core.Safety;
using TestOps.Core.Suites;

namespace TestOps.Engines.Tests.Http;

/// <summary>What a lease asks and refuses before anything starts.</summary>
public sealed class HttpLeaseTests
{
    private const string Version = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 27\r\n\r\n{\"build\":{\"version\":\"1.6\"}}";

    [Fact]
    public async Task Lease_HealthAndVersion_AreAsked()
    {
        await using var server = new RawServer(Version);
        var spec = HttpCalls.Spec("${vars.base}") with { Health = "/health", Version = new VersionSpec("GET", "/version", "/build/version") };

        await using var lease = await spec.LeaseAsync(EngineCalls.Binding(variables: new Dictionary<string, string> { ["base"] = "http://${env.WHERE}/api" }, environment: name => name == "WHERE" ? $"127.0.0.1:{server.Port}" : null));

        lease.Version.Should().Be("1.6");
        lease.Evidence.Should().Be(EvidenceClass.BlackBox);
        lease.IsFresh.Should().BeFalse();
        lease.Freshness.Should().Be($"a warm engine at {server.BaseUrl}/api");
        lease.BaseAddress.Should().Be(new Uri($"{server.BaseUrl}/api"));
        server.Requests.Select(request => request.Split('\r')[0]).Should().Equal("GET /api/health HTTP/1.1", "GET /api/version HTTP/1.1");
        server.Requests.Should().AllSatisfy(request => request.Should().NotContain("X-TestOps", "these calls belong to no session"));
        (await lease.ResetAsync(EngineCalls.Deadline)).Should().BeFalse();
    }

    [Fact]
    public async Task Lease_NobodyListens_IsUnreachable()
    {
        var server = new RawServer(Version);
        await server.DisposeAsync();
        foreach (var spec in new[] { HttpCalls.Spec($"http://127.0.0.1:{PortNobodyUses()}"), HttpCalls.Spec($"http://localhost:{PortNobodyUses()}") with { Health = "/health" } })
        {
            var lease = () => spec.LeaseAsync();

            var exception = (await lease.Should().ThrowAsync<TestOpsException>()).Which;
            exception.Code.Should().Be("ENGINE.UNREACHABLE");
            exception.ExitCode.Should().Be(ExitCode.Environment);
            exception.Message.Should().Contain(spec.BaseUrl).And.Contain("connection refused");
            exception.Hint.Should().Contain("engine.base_url");
        }
    }

    [Fact]
    public async Task Lease_UnknownHost_IsUnreachable()
    {
        // RFC 6761 reserves .invalid: no resolver knows it.
        var lease = () => HttpCalls.Spec("http://no-such-host.invalid").LeaseAsync();

        (await lease.Should().ThrowAsync<TestOpsException>()).Which.Code.Should().Be("ENGINE.UNREACHABLE");
    }

    [Theory]
    [InlineData("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n", "answered 503")]
    [InlineData("HTTP/1.1 302 Go\r\nLocation: /\r\nContent-Length: 0\r\n\r\n", "answered 302")]
    public async Task Lease_UnhealthyAnswer_IsUnhealthy(string answer, string message)
    {
        await using var server = new RawServer(answer);
        var lease = () => (HttpCalls.Spec(server.BaseUrl) with { Health = "/health" }).LeaseAsync();

        var exception = (await lease.Should().ThrowAsync<TestOpsException>()).Which;
        exception.Code.Should().Be("ENGINE.UNHEALTHY");
        exception.Message.Should().Contain("GET /health").And.Contain(message);
    }

    [Theory]
    [InlineData("Content-Length: 27\r\n\r\n{\"build\":{\"version\":\"1.6\"}}", "/version", "has no text or number at /version")]
    [InlineData("Content-Length: 27\r\n\r\n{\"build\":{\"version\":\"1.6\"}}", "/build", "has no text or number at /build")]
    [InlineData("Content-Length: 3\r\n\r\n1.6", "/a", "has no text or number at /a")]
    [InlineData("Content-Length: 5\r\n\r\nv 1.6", "/a", "did not answer JSON")]
    public async Task Lease_NoVersionAtThePlace_IsUnhealthy(string rest, string at, string message)
    {
        await using var server = new RawServer($"HTTP/1.1 200 OK\r\n{rest}");
        var lease = () => (HttpCalls.Spec(server.BaseUrl) with { Version = new VersionSpec("GET", "/version", at) }).LeaseAsync();

        var exception = (await lease.Should().ThrowAsync<TestOpsException>()).Which;
        exception.Code.Should().Be("ENGINE.UNHEALTHY");
        exception.Message.Should().Contain(message);
    }

    [Theory]
    [InlineData("http://192.0.2.1:8000", "not loopback")]
    [InlineData("http://[2001:db8::1]:8000", "not loopback")]
    [InlineData("http://169.254.169.254", "never a target")]
    [InlineData("http://0.0.0.0:8000", "never a target")]
    [InlineData("http://[fe80::1]", "never a target")]
    [InlineData("http://3221225985:8000", "192.0.2.1")]
    public async Task Lease_TargetOfAnotherMachine_IsRefusedBeforeAnythingIsSent(string baseUrl, string message)
    {
        var lease = () => HttpCalls.Spec(baseUrl).LeaseAsync();

        var exception = (await lease.Should().ThrowAsync<TargetRefusedException>()).Which;
        exception.Message.Should().Contain(message);
        exception.ExitCode.Should().Be(ExitCode.TargetRefused);
    }

    [Fact]
    public async Task Lease_MetadataAddress_IsRefusedEvenWhereAllowed()
    {
        var lease = () => HttpCalls.Spec("http://169.254.169.254").LeaseAsync(EngineCalls.Binding(new TargetPolicy(["169.254.169.254"])));

        await lease.Should().ThrowAsync<TargetRefusedException>();
    }

    [Fact]
    public async Task Call_NameThatChangesItsMind_IsRefused()
    {
        await using var server = new RawServer("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
        var answers = new Queue<string>(["127.0.0.1", "127.0.0.1", "169.254.169.254"]);
        var binding = EngineCalls.Binding(resolve: (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(answers.Dequeue())]));
        await using var lease = await HttpCalls.Spec($"http://rebound.test:{server.Port}").LeaseAsync(binding);

        (await lease.ClientFor(0).CallAsync("GET", "/")).Status.Should().Be(204);
        var refused = await lease.ClientFor(0).CallAsync("GET", "/");

        refused.Failure.Should().BeEquivalentTo(new { Kind = EngineFailureKind.RefusedByPolicy, ErrorCode = 1110 });
        refused.Failure!.Message.Should().Contain("169.254.169.254");
    }

    [Fact]
    public async Task Lease_OneOfSeveralAddressesRefused_IsRefused()
    {
        var binding = EngineCalls.Binding(resolve: (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback, IPAddress.Parse("192.0.2.1")]));
        var lease = () => HttpCalls.Spec("http://two-faced.test").LeaseAsync(binding);

        (await lease.Should().ThrowAsync<TargetRefusedException>()).Which.Host.Should().Be("two-faced.test");
    }

    [Fact]
    public async Task Lease_HostThatTheOperatorAllows_IsTried()
    {
        var binding = EngineCalls.Binding(new TargetPolicy(["allowed.test"]), resolve: (_, _) => Task.FromResult<IPAddress[]>([]));
        var lease = () => HttpCalls.Spec("http://allowed.test").LeaseAsync(binding);

        (await lease.Should().ThrowAsync<TestOpsException>()).Which.Code.Should().Be("ENGINE.UNREACHABLE", "it has no address, but it is not refused");
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("localhost")]
    public async Task Lease_Loopback_IsAllowedByAnyName(string host)
    {
        if (host == "[::1]" && !System.Net.Sockets.Socket.OSSupportsIPv6)
        {
            Assert.Skip("This machine has no IPv6.");
        }

        await using var server = new RawServer("HTTP/1.1 204 No Content\r\n\r\n");
        var lease = () => (HttpCalls.Spec($"http://{host}:{server.Port}")).LeaseAsync();

        try
        {
            await using var leased = await lease();
            (await leased.ClientFor(0).CallAsync("GET", "/")).Status.Should().Be(204);
        }
        catch (TestOpsException exception) when (host == "[::1]")
        {
            // The server listens on 127.0.0.1 only: refused by the network, and not by the policy.
            exception.Code.Should().Be("ENGINE.UNREACHABLE");
        }
    }

    [Theory]
    [InlineData("", "not an absolute")]
    [InlineData("127.0.0.1:8000", "not an absolute")]
    [InlineData("/relative", "not an absolute")]
    [InlineData("ftp://127.0.0.1", "not an absolute")]
    [InlineData("http://me:hunter2@127.0.0.1", "user name or password")]
    [InlineData("http://127.0.0.1/?a=b", "query or fragment")]
    [InlineData("${vars.missing}", "missing")]
    [InlineData("http://${user.id}", "depends on the session")]
    [InlineData("http://${data.a.b}", "data")]
    public async Task Lease_BadBaseUrl_IsAProblemOfTheSuite(string baseUrl, string message)
    {
        var lease = () => HttpCalls.Spec(baseUrl).LeaseAsync();

        var problem = (await lease.Should().ThrowAsync<InvalidSuiteException>()).Which.Problems.Single();
        problem.Path.Should().Be("engine.base_url");
        problem.Message.Should().Contain(message).And.NotContain("hunter2");
    }

    [Fact]
    public async Task Lease_MissingVariableOfAHeader_IsNamed()
    {
        var spec = HttpCalls.Spec("http://127.0.0.1:1") with { Headers = new Dictionary<string, string> { ["Authorization"] = "Bearer ${env.TORON_TOKEN}" } };
        var lease = () => spec.LeaseAsync();

        var problem = (await lease.Should().ThrowAsync<InvalidSuiteException>()).Which.Problems.Single();
        problem.Path.Should().Be("engine.headers.Authorization");
        problem.Message.Should().Contain("env.TORON_TOKEN");
    }

    [Fact]
    public async Task Lease_Limits_AreThoseOfTheSuite()
    {
        await using var server = new RawServer(Version);
        await using var lease = await (HttpCalls.Spec(server.BaseUrl) with { MaxBodyBytes = 123, Timeout = TimeSpan.FromSeconds(4) }).LeaseAsync();

        lease.MaxBodyBytes.Should().Be(123);
        lease.Timeout.Should().Be(TimeSpan.FromSeconds(4));
    }

    private static int PortNobodyUses()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
