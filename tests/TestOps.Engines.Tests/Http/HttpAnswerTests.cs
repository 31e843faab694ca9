using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using TestOps.Core.Engines;

namespace TestOps.Engines.Tests.Http;

/// <summary>What becomes of good, bad and missing answers. Failures are values with k6's error codes.</summary>
public sealed class HttpAnswerTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\n";

    [Fact]
    public async Task Call_PlainAnswer_IsReadWhole()
    {
        await using var server = new RawServer($"{Ok}Content-Type: Application/JSON; Charset=utf-8\r\nX-One: a\r\nX-One: b\r\nContent-Length: 7\r\n\r\n{{\"a\":1}}");

        var reply = await server.GetAsync();

        reply.Failure.Should().BeNull();
        reply.Status.Should().Be(200);
        reply.ContentType.Should().Be("application/json");
        reply.Text().Should().Be("""{"a":1}""");
        reply.ElapsedNs.Should().BePositive();
        reply.Headers.Where(header => header.Name == "X-One").Select(header => header.Value).Should().Equal("a", "b");
    }

    [Theory]
    [InlineData("Content-Length: 0\r\n\r\n", "", null)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", "abcde", null)]
    [InlineData("Content-Type: text/plain\r\nConnection: close\r\n\r\nuntil the end", "until the end", "text/plain")]
    [InlineData("Content-Type: nonsense ;\r\nContent-Length: 1\r\n\r\nx", "x", "nonsense")]
    public async Task Call_BodyForms_AreAllRead(string rest, string body, string? contentType)
    {
        await using var server = new RawServer(Ok + rest);

        var reply = await server.GetAsync();

        reply.Failure.Should().BeNull();
        reply.Text().Should().Be(body);
        reply.ContentType.Should().Be(contentType);
        reply.Frames.Should().HaveCount(body.Length > 0 ? 1 : 0);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: nine\r\nbroken header line\r\n\r\n")]
    [InlineData("SSH-2.0-OpenSSH_9.9\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 10\r\n\r\nnot gzip!!")]
    public async Task Call_MalformedAnswer_IsAFailure(string answer)
    {
        await using var server = new RawServer(answer);

        var reply = await server.GetAsync();

        reply.Failure!.Kind.Should().Be(EngineFailureKind.MalformedAnswer);
        reply.Status.Should().Be(0);
    }

    [Fact]
    public async Task Call_HugeHeaders_AreRefused()
    {
        await using var server = new RawServer($"{Ok}X-Huge: {new string('x', 70_000)}\r\nContent-Length: 0\r\n\r\n");

        var reply = await server.GetAsync();

        reply.Failure.Should().BeEquivalentTo(new { Kind = EngineFailureKind.MalformedAnswer, ErrorCode = 1000 });
        reply.Failure!.Message.Should().Contain("64 KiB");
    }

    [Theory]
    [InlineData("Content-Length: 11\r\n\r\n01234567890")]
    [InlineData("Content-Length: 99999999999\r\n\r\n01234567890")]
    [InlineData("Connection: close\r\n\r\n01234567890")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nb\r\n01234567890\r\n0\r\n\r\n")]
    public async Task Call_BodyOverTheLimit_IsAFailure(string rest)
    {
        await using var server = new RawServer(Ok + rest);

        var reply = await server.GetAsync(with: spec => spec with { MaxBodyBytes = 10 });

        reply.Failure!.Kind.Should().Be(EngineFailureKind.BodyTooLarge);
        reply.Failure.Message.Should().Contain("10 bytes");
    }

    [Fact]
    public async Task Call_CompressedBody_IsLimitedAfterDecompression()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(new byte[1_000_000]);
        }

        var answer = $"{Ok}Content-Encoding: gzip\r\nContent-Length: {packed.Length}\r\n\r\n{Encoding.Latin1.GetString(packed.ToArray())}";
        await using var server = new RawServer(answer);

        (await server.GetAsync()).Body.Length.Should().Be(1_000_000);
        (await server.GetAsync(with: spec => spec with { MaxBodyBytes = 999_999 })).Failure!.Kind.Should().Be(EngineFailureKind.BodyTooLarge);
        (await server.GetAsync(with: spec => spec with { MaxBodyBytes = 1_000_000 })).Failure.Should().BeNull();
    }

    [Fact]
    public async Task Call_Reset_Is1220()
    {
        await using var server = new RawServer("", reset: true);

        (await server.GetAsync()).Failure.Should().BeEquivalentTo(new { Kind = EngineFailureKind.ConnectionLost, ErrorCode = 1220 });
    }

    [Fact]
    public async Task Call_ResetInTheBody_Is1220()
    {
        await using var server = new RawServer(async socket =>
        {
            await socket.SendAsync(Encoding.Latin1.GetBytes($"{Ok}Content-Length: 100\r\n\r\nhalf"));
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        });

        (await server.GetAsync()).Failure!.Kind.Should().Be(EngineFailureKind.ConnectionLost);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Len")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")]
    public async Task Call_EndTooSoon_IsALostConnection(string answer)
    {
        await using var server = new RawServer(answer);

        (await server.GetAsync()).Failure!.Kind.Should().Be(EngineFailureKind.ConnectionLost);
    }

    [Fact]
    public async Task Call_NobodyListens_Is1212()
    {
        var server = new RawServer($"{Ok}Content-Length: 0\r\n\r\n");
        await using var lease = await HttpCalls.Spec(server.BaseUrl).LeaseAsync();
        await server.DisposeAsync();

        (await lease.ClientFor(0).CallAsync("GET", "/")).Failure.Should().BeEquivalentTo(new { Kind = EngineFailureKind.Unreachable, ErrorCode = 1212 });
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")]
    public async Task Call_TooSlow_Is1050(string answer)
    {
        await using var server = new RawServer(answer, hold: true);

        var reply = await server.GetAsync(with: spec => spec with { Timeout = TimeSpan.FromSeconds(1) });

        reply.Failure.Should().BeEquivalentTo(new { Kind = EngineFailureKind.Timeout, ErrorCode = 1050 });
        reply.Failure!.Message.Should().Contain("within 1 s");
        reply.ElapsedNs.Should().BeGreaterThan(990_000_000);
    }

    [Fact]
    public async Task Call_Cancelled_ThrowsWithTheCallersToken()
    {
        using var cancel = new CancellationTokenSource();
        await using var server = new RawServer(async socket =>
        {
            await cancel.CancelAsync();
            await socket.ReceiveAsync(new byte[1]);
        });
        await using var lease = await HttpCalls.Spec(server.BaseUrl).LeaseAsync();

        var call = () => lease.ClientFor(0).CallAsync(new EngineCall { Context = EngineCalls.Context(), Method = "GET", Path = "/" }, cancel.Token).AsTask();

        (await call.Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(cancel.Token);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    public async Task Call_Redirect_IsNotFollowed(int status)
    {
        await using var server = new RawServer($"HTTP/1.1 {status} Moved\r\nLocation: /elsewhere\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n");

        var reply = await server.GetAsync("/first");

        reply.Status.Should().Be(status);
        reply.Headers.Single(header => header.Name == "Location").Value.Should().Be("/elsewhere");
        server.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task Call_SetCookie_IsNotSentBack()
    {
        await using var server = new RawServer($"{Ok}Set-Cookie: a=b; Path=/\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        await using var lease = await HttpCalls.Spec(server.BaseUrl).LeaseAsync();

        await lease.ClientFor(0).CallAsync("GET", "/");
        await lease.ClientFor(0).CallAsync("GET", "/");

        server.Requests.Should().HaveCount(2).And.AllSatisfy(request => request.Should().NotContainEquivalentOf("cookie"));
    }
}
