using System.Net.Sockets;
using System.Text;
using TestOps.Core.Engines;

namespace TestOps.Engines.Tests.Http;

/// <summary>A call is one request: what the engine was asked is what the trace holds.</summary>
public sealed class RepeatedRequestTests
{
    [Theory]
    [InlineData("GET", null)]
    [InlineData("DELETE", null)]
    [InlineData("POST", null)]
    [InlineData("POST", "{}")]
    public async Task Call_ThatAFreshConnectionEndsOn_IsSentOnce(string method, string? body)
    {
        await using var server = new RawServer("");
        await using var lease = await HttpCalls.Spec(server.BaseUrl).LeaseAsync();

        var reply = await lease.ClientFor(0).CallAsync(method, "/", body);

        reply.Failure.Should().BeEquivalentTo(new { Kind = EngineFailureKind.ConnectionLost, ErrorCode = 1000 });
        server.Requests.Should().ContainSingle();
    }

    [Theory]
    [InlineData("DELETE", null)]
    [InlineData("POST", null)]
    [InlineData("POST", "{}")]
    public async Task Call_ThatAKeptConnectionEndsOn_IsSentOnce(string method, string? body)
    {
        await using var server = new RawServer(AnswerThenEndAsync);
        await using var lease = await HttpCalls.Spec(server.BaseUrl).LeaseAsync();
        (await lease.ClientFor(0).CallAsync("GET", "/")).Status.Should().Be(200);

        var reply = await lease.ClientFor(0).CallAsync(method, "/", body);

        reply.Failure.Should().BeEquivalentTo(new { Kind = EngineFailureKind.ConnectionLost, ErrorCode = 1000 });
        server.Requests.Should().ContainSingle("the one before came over the same connection, and no other was opened");
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("OPTIONS")]
    public async Task Call_OfASafeMethodThatAKeptConnectionEndsOn_IsSentAgain(string method)
    {
        await using var server = new RawServer(AnswerThenEndAsync);
        await using var lease = await HttpCalls.Spec(server.BaseUrl).LeaseAsync();
        (await lease.ClientFor(0).CallAsync("GET", "/")).Status.Should().Be(200);

        var reply = await lease.ClientFor(0).CallAsync(method, "/");

        reply.Status.Should().Be(200, "the engine may have closed an idle connection, {0}", reply.Failure);
        server.Requests.Should().HaveCount(2);
    }

    private static async Task AnswerThenEndAsync(Socket socket)
    {
        await socket.SendAsync(Encoding.Latin1.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        await socket.ReceiveAsync(new byte[65536]);
    }
}
