using System.Diagnostics;
using System.Text;
using TestOps.Core.Engines;

namespace TestOps.Engines.Tests.Http;

/// <summary>What goes onto the wire, byte for byte.</summary>
public sealed class HttpRequestTests
{
    private const string Empty = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";

    [Theory]
    [InlineData("/a%2Fb", "/a%2Fb")]
    [InlineData("/a%2fb?c=%2F%20+d", "/a%2fb?c=%2F%20+d")]
    [InlineData("//a///b//", "//a///b//")]
    [InlineData("/a/../b/./c", "/a/../b/./c")]
    [InlineData("/a b", "/a%20b")]
    [InlineData("/grün/漢字?q=ü", "/gr%C3%BCn/%E6%BC%A2%E5%AD%97?q=%C3%BC")]
    [InlineData("/a?b=c?d&e=[1]|{2}^`\"<>\\", "/a?b=c?d&e=[1]|{2}^`\"<>\\")]
    [InlineData("/100%", "/100%")]
    [InlineData("/a#b", "/a%23b")]
    [InlineData("/a\r\nX-Evil: 1", "/a%0D%0AX-Evil:%201")]
    [InlineData("/?", "/?")]
    public async Task Call_Path_IsSentAsGiven(string path, string expected)
    {
        await using var server = new RawServer(Empty);

        (await server.GetAsync(path)).Failure.Should().BeNull();

        server.Requests.Single().Should().StartWith($"GET {expected} HTTP/1.1\r\n");
    }

    [Theory]
    [InlineData("", "/query")]
    [InlineData("/", "/query")]
    [InlineData("/api/v1", "/api/v1/query")]
    [InlineData("/api/v1/", "/api/v1/query")]
    public async Task Call_BaseWithAPath_IsItsPrefix(string suffix, string expected)
    {
        await using var server = new RawServer(Empty);

        await server.GetAsync("/query", spec => spec with { BaseUrl = server.BaseUrl + suffix });

        server.Requests.Single().Should().StartWith($"GET {expected} HTTP/1.1\r\n");
    }

    [Fact]
    public async Task Call_Headers_AreThoseOfLeaseStepAndCallerOnly()
    {
        await using var server = new RawServer(Empty);
        var spec = HttpCalls.Spec(server.BaseUrl) with { Headers = new Dictionary<string, string> { ["Authorization"] = "Bearer ${env.TOKEN}", ["X-Shared"] = "lease" } };
        await using var lease = await spec.LeaseAsync(EngineCalls.Binding(environment: name => name == "TOKEN" ? "s3cret" : null));
        using var activity = new Activity("a trace that must not leak").Start();

        await lease.ClientFor(7).CallAsync(
            new EngineCall
            {
                Context = EngineCalls.Context(session: 7, step: 3),
                Method = "POST",
                Path = "/query",
                Headers = [new Header("x-shared", "step"), new Header("X-Word", "grün")],
                Body = "{}"u8.ToArray(),
                ContentType = "application/json",
            },
            EngineCalls.Deadline);

        var lines = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(server.Requests.Single().Split("\r\n\r\n")[0])).Split("\r\n");
        lines[0].Should().Be("POST /query HTTP/1.1");
        lines.Skip(1).Should().BeEquivalentTo(
            $"Host: 127.0.0.1:{server.Port}", "Authorization: Bearer s3cret", "x-shared: step", "X-Word: grün", "X-TestOps-Session: 7", "X-TestOps-Step: 3",
            "Accept-Encoding: gzip, deflate, br", "Content-Type: application/json", "Content-Length: 2");
        lease.Headers.Should().Equal(new Header("Authorization", "Bearer s3cret"), new Header("X-Shared", "lease"));
    }

    [Theory]
    [InlineData("X-Bad", "a\r\nX-Evil: 1", "line break")]
    [InlineData("X Bad", "a", "not a header name")]
    public async Task Call_HeaderThatCannotBeSent_IsAFailure(string name, string value, string message)
    {
        await using var server = new RawServer(Empty);
        await using var lease = await HttpCalls.Spec(server.BaseUrl).LeaseAsync();

        var reply = await lease.ClientFor(0).CallAsync(
            new EngineCall { Context = EngineCalls.Context(), Method = "GET", Path = "/", Headers = [new Header(name, value)] }, EngineCalls.Deadline);

        reply.Failure!.Kind.Should().Be(EngineFailureKind.InvalidRequest);
        reply.Failure.Message.Should().Contain(message).And.NotContain("X-Evil");
        server.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task Call_BadMethod_IsAFailure()
    {
        await using var server = new RawServer(Empty);
        await using var lease = await HttpCalls.Spec(server.BaseUrl).LeaseAsync();

        (await lease.ClientFor(0).CallAsync("GET / HTTP/1.1\r\nX:", "/")).Failure!.Kind.Should().Be(EngineFailureKind.InvalidRequest);
    }

    [Fact]
    public async Task Call_PostWithoutBody_SaysSo()
    {
        await using var server = new RawServer(Empty);
        await using var lease = await HttpCalls.Spec(server.BaseUrl).LeaseAsync();

        await lease.ClientFor(0).CallAsync("POST", "/reset");

        server.Requests.Single().Should().Contain("Content-Length: 0\r\n").And.NotContain("Content-Type");
    }
}
