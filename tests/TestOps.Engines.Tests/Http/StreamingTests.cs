using System.Net.Sockets;
using System.Text;
using TestOps.Core.Engines;

namespace TestOps.Engines.Tests.Http;

/// <summary>Streams over sockets: frames come as they arrive, and nobody waits for more than is wanted.</summary>
public sealed class StreamingTests
{
    private const string Head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";

    [Fact]
    public async Task CallAsync_FramesAreWanted_HandsThemOverAsTheyArrive_AndStopsWithoutTheEnd()
    {
        var isTaken = new TaskCompletionSource();
        await using var server = new RawServer(async socket =>
        {
            await socket.SendAsync(Encoding.Latin1.GetBytes($"{Head}data: a\n\n"));

            // The second piece is sent only when the first one has arrived, and the connection stays open after it.
            await isTaken.Task;
            await socket.SendAsync("data: b\n\n"u8.ToArray());
            await socket.ReceiveAsync(new byte[1]);
        });
        var sink = new Sink(isTaken);
        await using var lease = await HttpCalls.Spec(server.BaseUrl).LeaseAsync();

        var reply = await lease.ClientFor(0).CallAsync(Call(sink), EngineCalls.Deadline);

        (reply.Status, reply.ContentType, reply.Frames.Count, reply.Failure).Should().Be((200, "text/event-stream", 0, null));
        sink.Pieces.Should().Equal("data: a\n\n", "data: b\n\n");
        sink.Times[0].Should().BePositive().And.BeLessThanOrEqualTo(sink.Times[1]);
        reply.ElapsedNs.Should().BeGreaterThanOrEqualTo(sink.Times[1]);
    }

    [Fact]
    public async Task CallAsync_SinkDoesNotWantThem_ReturnsTheBody()
    {
        await using var server = new RawServer("HTTP/1.1 429 Too Many\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
        var sink = new Sink(new TaskCompletionSource());
        await using var lease = await HttpCalls.Spec(server.BaseUrl).LeaseAsync();

        var reply = await lease.ClientFor(0).CallAsync(Call(sink), EngineCalls.Deadline);

        (reply.Status, reply.Text(), sink.Pieces.Count).Should().Be((429, "{}", 0));
    }

    [Fact]
    public async Task CallAsync_StreamBeyondTheLimitOrTorn_IsAFailure()
    {
        await using var large = new RawServer($"{Head}data: {new string('x', 500)}\n\n");
        await using var torn = new RawServer("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n5\r\ndata:\r\n");
        await using var limited = await (HttpCalls.Spec(large.BaseUrl) with { MaxBodyBytes = 100 }).LeaseAsync();
        await using var broken = await HttpCalls.Spec(torn.BaseUrl).LeaseAsync();

        var tooLarge = await limited.ClientFor(0).CallAsync(Call(new Sink(new TaskCompletionSource())), EngineCalls.Deadline);
        var ended = await broken.ClientFor(0).CallAsync(Call(new Sink(new TaskCompletionSource())), EngineCalls.Deadline);

        tooLarge.Failure!.Kind.Should().Be(EngineFailureKind.BodyTooLarge);
        ended.Failure!.Kind.Should().Be(EngineFailureKind.ConnectionLost);
    }

    private static EngineCall Call(IFrameSink sink) => new() { Context = EngineCalls.Context(), Method = "GET", Path = "/", Frames = sink };

    private sealed class Sink(TaskCompletionSource isTaken) : IFrameSink
    {
        public List<string> Pieces { get; } = [];

        public List<long> Times { get; } = [];

        public bool Begin(int status, string? contentType) => status == 200;

        public bool Accept(in Frame frame)
        {
            Pieces.Add(Encoding.UTF8.GetString(frame.Data.Span));
            Times.Add(frame.AtNs);
            isTaken.TrySetResult();
            return !string.Concat(Pieces).Contains("data: b\n\n", StringComparison.Ordinal);
        }
    }
}
