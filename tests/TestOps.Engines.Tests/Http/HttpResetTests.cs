using TestOps.Core;
using TestOps.Core.Engines;
using TestOps.Core.Suites;
using TestOps.Core.WarRoom;

namespace TestOps.Engines.Tests.Http;

/// <summary>Resets by call and by command, and that none fails in silence.</summary>
public sealed class HttpResetTests
{
    private const string Well = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: 11\r\n\r\n{\"v\":\"1.2\"}";

    [Fact]
    public async Task Lease_ResetByCall_IsCalledBeforeHealthAndVersion()
    {
        await using var server = new RawServer(Well);
        var spec = HttpCalls.Spec(server.BaseUrl) with { Reset = new CallReset("POST", "/reset"), Health = "/health", Version = new VersionSpec("GET", "/version", "/v") };

        await using var lease = await spec.LeaseAsync();

        server.Requests.Select(request => request.Split(" HTTP")[0]).Where(line => line.Length > 0).Should().Equal("POST /reset", "GET /health", "GET /version");
        lease.Evidence.Should().Be(EvidenceClass.Cooperating);
        lease.IsFresh.Should().BeTrue();
        lease.Freshness.Should().Be($"an engine at {server.BaseUrl}, reset by POST /reset");
    }

    [Fact]
    public async Task Lease_NeitherStartNorReset_IsAWarmEngine()
    {
        await using var server = new RawServer(Well);

        await using var lease = await HttpCalls.Spec(server.BaseUrl).LeaseAsync();

        lease.Evidence.Should().Be(EvidenceClass.BlackBox);
        lease.IsFresh.Should().BeFalse();
        lease.Freshness.Should().Be($"a warm engine at {server.BaseUrl}");
        (await lease.EndOfProcessAsync(EngineCalls.Deadline)).Should().BeNull();
    }

    [Theory]
    [InlineData("HTTP/1.1 500 No\r\ncontent-length: 6\r\n\r\nlocked", "the engine could not be reset: POST /reset answered 500, expected 200 to 399: locked")]
    [InlineData("HTTP/1.1 200 OK\r\ncontent-length: 60\r\n\r\nhalf", "the engine could not be reset: POST /reset: *")]
    public async Task Lease_ResetByCallThatFails_IsNoLease(string answer, string expected)
    {
        await using var server = new RawServer(answer);

        await ShouldFailAsync(HttpCalls.Spec(server.BaseUrl) with { Reset = new CallReset("POST", "/reset") }, expected);
    }

    [Theory]
    [InlineData("import sys; print('no database'); sys.exit(2)", 30_000, "the engine could not be reset: python3 -c * failed: exit code 2; its last words: no database")]
    [InlineData("import time; time.sleep(600)", 300, "the engine could not be reset: python3 -c * took longer than 300ms and was stopped; *")]
    public async Task Lease_ResetByCommandThatFails_IsNoLease(string script, int timeoutMs, string expected)
    {
        await using var server = new RawServer(Well);

        await ShouldFailAsync(HttpCalls.Spec(server.BaseUrl) with { Reset = new CommandReset { Command = ["python3", "-c", script], Timeout = TimeSpan.FromMilliseconds(timeoutMs) } }, expected);
        server.Requests.Should().BeEmpty("nothing is asked of an engine that could not be reset");
    }

    [Fact]
    public async Task Lease_ResetByCommand_SeesTheEngineAndShowsNoSecret()
    {
        await using var server = new RawServer(Well);
        var spec = HttpCalls.Spec(server.BaseUrl) with
        {
            Reset = new CommandReset { Command = ["python3", "-c", "import sys; sys.exit(':' not in sys.argv[1] or len(sys.argv[2]) != 6)", "${engine.base}", "${env.SECRET}"] },
        };

        await using var lease = await spec.LeaseAsync(EngineCalls.Binding(environment: _ => "s3cret"));

        lease.IsFresh.Should().BeTrue();
        lease.Freshness.Should().Contain(", reset by python3 -c ").And.Contain("${env.SECRET}").And.NotContain("s3cret");
    }

    private static async Task ShouldFailAsync(EngineSpec spec, string expected)
    {
        var lease = async () => await (await spec.LeaseAsync()).DisposeAsync();
        var failure = (await lease.Should().ThrowAsync<TestOpsException>()).Which;
        failure.Code.Should().Be(IncidentCodes.EngineResetFailed);
        failure.ExitCode.Should().Be(ExitCode.Environment);
        failure.Message.Should().Match(expected);
    }
}
