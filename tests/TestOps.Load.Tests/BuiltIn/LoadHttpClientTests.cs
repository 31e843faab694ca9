using System.Text;
using TestOps.Core.Clocks;
using TestOps.Core.Engines;
using TestOps.Core.Safety;
using TestOps.Load.BuiltIn;
using TestOps.Load.Tests.Fakes;

namespace TestOps.Load.Tests.BuiltIn;

public sealed class LoadHttpClientTests
{
    [Fact]
    public async Task CallAsync_Answer_IsReadWithItsHeadersAndItsBytesOnTheWire()
    {
        var requests = new List<string>();
        var answer = ScriptedServer.Ok("""{"id":1}""");
        await using var server = new ScriptedServer(async connection =>
        {
            while (await connection.ReadRequestAsync() is { } request)
            {
                requests.Add(request);
                await connection.WriteAsync(answer);
            }
        });
        using var client = Client(server.Address, new LoadTarget { BaseAddress = new Uri(server.Address, "/api/"), Headers = [new("X-A", "lease"), new("x-b", "lease")] });

        var reply = await client.CallAsync(Call("POST", "/a%2Fb/../c?q=1", """{"p":"é"}""", new Header("X-B", "step")), CancellationToken.None);

        requests.Should().ContainSingle().Which.Should()
            .StartWith("POST /api/a%2Fb/../c?q=1 HTTP/1.1\r\n").And.Contain("X-A: lease\r\n").And.Contain("X-B: step\r\n").And.NotContain("x-b: lease")
            .And.Contain("Content-Type: application/json\r\n").And.NotContain("traceparent").And.NotContain("Accept-Encoding");
        (reply.Status, reply.ContentType, reply.Failure).Should().Be((200, "application/json", null));
        Encoding.UTF8.GetString(reply.Body.Span).Should().Be("""{"id":1}""");
        reply.Headers.Should().Contain(new Header("Content-Type", "application/json; charset=utf-8"));
        (reply.Timings!.Value.SentBytes, reply.Timings.Value.ReceivedBytes).Should().Be((requests[0].Length, answer.Length));
        client.TakeWireBytes().Should().Be(new WireBytes(requests[0].Length, answer.Length));
        client.TakeWireBytes().Should().Be(new WireBytes(0, 0));
    }

    [Fact]
    public async Task CallAsync_SecondCall_ReusesTheConnectionOfItsUser()
    {
        await using var server = ScriptedServer.Answering(ScriptedServer.Ok("{}"));
        using var one = Client(server.Address);
        using var other = Client(server.Address);

        var first = await GetAsync(one);
        var second = await GetAsync(one);
        var foreign = await GetAsync(other);

        first.Timings!.Value.ConnectingNs.Should().BePositive();
        first.Timings.Value.BlockedNs.Should().BeGreaterThanOrEqualTo(first.Timings.Value.ConnectingNs);
        second.Timings!.Value.ConnectingNs.Should().Be(0);
        foreign.Timings!.Value.ConnectingNs.Should().BePositive();
        server.Connections.Should().Be(2, "each user has connections of its own");
    }

    [Fact]
    public async Task CallAsync_SlowHeadAndSlowBody_AreWaitingAndReceiving()
    {
        await using var server = new ScriptedServer(async connection =>
        {
            while (await connection.ReadRequestAsync() is not null)
            {
                await connection.WaitAsync(60);
                await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
                await connection.WaitAsync(120);
                await connection.WriteAsync("{}");
            }
        });
        using var client = Client(server.Address);
        var calls = new List<CallTimings>();
        for (var i = 0; i < 5; i++)
        {
            var reply = await GetAsync(client);
            var timings = reply.Timings!.Value;
            timings.DurationNs.Should().Be(timings.SendingNs + timings.WaitingNs + timings.ReceivingNs);
            (timings.BlockedNs + timings.DurationNs).Should().BeInRange(reply.ElapsedNs - 1000, reply.ElapsedNs, "the parts are the whole, but for the rounding of each to 100 ns");
            calls.Add(timings);
        }

        // A thread that a busy machine puts aside moves time from one part to the part before it: the best call bounds from either side, and the wrong part would hold 180 ms.
        Milliseconds(calls.Max(call => call.WaitingNs)).Should().BeGreaterThan(55);
        Milliseconds(calls.Max(call => call.ReceivingNs)).Should().BeGreaterThan(115);
        Milliseconds(calls.Min(call => call.WaitingNs)).Should().BeLessThan(175);
        Milliseconds(calls.Min(call => call.ReceivingNs)).Should().BeLessThan(175);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(50)]
    public async Task CallAsync_EngineThatTakesItsTime_DurationIsThatTime(int milliseconds)
    {
        await using var server = new ScriptedServer(async connection =>
        {
            while (await connection.ReadRequestAsync() is not null)
            {
                if (milliseconds > 0)
                {
                    await connection.WaitAsync(milliseconds);
                }

                await connection.WriteAsync(ScriptedServer.Ok("{}"));
            }
        });
        using var client = Client(server.Address);
        var durations = new List<double>();
        for (var i = 0; i < 21; i++)
        {
            durations.Add(Milliseconds((await GetAsync(client)).Timings!.Value.DurationNs));
        }

        // The machine may be busy: the median bounds from below, the best call from above.
        durations.Order().ElementAt(10).Should().BeGreaterThanOrEqualTo(milliseconds * 0.95);
        durations.Min().Should().BeLessThan(milliseconds + 20);
    }

    [Fact]
    public async Task CallAsync_LargeBody_IsSending()
    {
        await using var server = ScriptedServer.Answering(ScriptedServer.Ok("{}"));
        using var client = Client(server.Address);

        var reply = await client.CallAsync(Call("POST", "/", new string('x', 200_000)), CancellationToken.None);

        reply.Status.Should().Be(200);
        reply.Timings!.Value.SentBytes.Should().BeGreaterThan(200_000);
        reply.Timings.Value.SendingNs.Should().BePositive();
    }

    [Fact]
    public async Task CallAsync_Redirect_IsTheAnswer()
    {
        await using var server = ScriptedServer.Answering("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n");
        using var client = Client(server.Address);

        var reply = await GetAsync(client);

        reply.Status.Should().Be(302);
        reply.Frames.Should().BeEmpty();
    }

    [Fact]
    public async Task CallAsync_Cookie_IsNotKept()
    {
        var requests = new List<string>();
        await using var server = new ScriptedServer(async connection =>
        {
            while (await connection.ReadRequestAsync() is { } request)
            {
                requests.Add(request);
                await connection.WriteAsync("HTTP/1.1 204 No Content\r\nSet-Cookie: a=b\r\n\r\n");
            }
        });
        using var client = Client(server.Address);

        await GetAsync(client);
        await GetAsync(client);

        requests.Should().HaveCount(2).And.NotContain(request => request.Contains("Cookie"));
    }

    [Fact]
    public async Task CallAsync_Head_HasNoBody()
    {
        await using var server = ScriptedServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\n");
        using var client = Client(server.Address);

        var reply = await client.CallAsync(Call("HEAD", "/"), CancellationToken.None);

        (reply.Status, reply.Body.Length, reply.Failure).Should().Be((200, 0, null));
    }

    [Fact]
    public async Task CallAsync_ChunkedBody_IsRead()
    {
        await using var server = ScriptedServer.Answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{\"a\r\n4\r\n\":1}\r\n0\r\n\r\n");
        using var client = Client(server.Address);

        Encoding.UTF8.GetString((await GetAsync(client)).Body.Span).Should().Be("""{"a":1}""");
        (await GetAsync(client)).Timings!.Value.ConnectingNs.Should().Be(0);
    }

    private static LoadHttpClient Client(Uri address, LoadTarget? target = null) =>
        new(target ?? new LoadTarget { BaseAddress = address }, TargetPolicy.LoopbackOnly, TimeProvider.System);

    private static async Task<EngineReply> GetAsync(LoadHttpClient client) => await client.CallAsync(Call("GET", "/"), CancellationToken.None);

    private static EngineCall Call(string method, string path, string? body = null, params Header[] headers) => new()
    {
        Context = new CallContext { Session = 0, Clock = SessionClock.Wall(TimeProvider.System) },
        Method = method,
        Path = path,
        Headers = headers,
        Body = body is null ? default : Encoding.UTF8.GetBytes(body),
        ContentType = body is null ? null : "application/json",
    };

    private static double Milliseconds(long nanoseconds) => nanoseconds / 1e6;
}
