using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using TestOps.Core.Clocks;
using TestOps.Core.Engines;
using TestOps.Core.Safety;
using TestOps.Core.Suites;
using TestOps.Load.BuiltIn;
using TestOps.Load.Tests.Fakes;

namespace TestOps.Load.Tests.BuiltIn;

public sealed class LoadHttpOptionTests
{
    [Theory]
    [InlineData(301, "POST", "GET", false)]
    [InlineData(302, "POST", "GET", false)]
    [InlineData(303, "PUT", "GET", false)]
    [InlineData(303, "HEAD", "HEAD", false)]
    [InlineData(307, "POST", "POST", true)]
    [InlineData(308, "PUT", "PUT", true)]
    public async Task CallAsync_Redirect_IsFollowedAsGoFollowsIt(int status, string method, string expected, bool keepsBody)
    {
        var requests = new List<string>();
        await using var server = Recording(requests, request => request.Contains(" /a?", StringComparison.Ordinal)
            ? $"HTTP/1.1 {status} Moved\r\nLocation: b/c?d=%2F\r\nContent-Length: 0\r\n\r\n"
            : request.StartsWith("HEAD", StringComparison.Ordinal) ? "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n" : ScriptedServer.Ok("{}"));
        using var client = Client(server.Address, new LoadHttpSpec { MaxRedirects = 2 });

        var reply = await client.CallAsync(Call(method, "/a?x=1", method == "HEAD" ? null : "body", new Header("Authorization", "s")), CancellationToken.None);
        var hops = client.TakeRedirects();

        reply.Status.Should().Be(200);
        requests.Should().HaveCount(2);
        requests[1].Should().StartWith($"{expected} /b/c?d=%2F HTTP/1.1\r\n").And.Contain("Authorization: s\r\n", "the host is the same");
        requests[1].EndsWith("body", StringComparison.Ordinal).Should().Be(keepsBody);
        hops.Select(hop => (hop.Method, hop.Reply.Status, hop.Protocol)).Should().Equal((method, status, "HTTP/1.1"));
        (client.LastMethod, client.TakeRedirects().Count).Should().Be((expected, 0));
        server.Connections.Should().Be(1, "the connection of the first hop carries the second");
    }

    [Fact]
    public async Task CallAsync_RedirectThatDropsTheBody_DropsItsLengthToo()
    {
        var requests = new List<string>();
        await using var server = Recording(requests, request => request.StartsWith("POST", StringComparison.Ordinal) ? "HTTP/1.1 303 See Other\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n" : ScriptedServer.Ok("{}"));
        using var client = Client(server.Address, new LoadHttpSpec { MaxRedirects = 1 });

        var reply = await client.CallAsync(Call("POST", "/a", "body", new Header("Content-Length", "4")), CancellationToken.None);

        (reply.Failure, reply.Status).Should().Be((null, 200));
        requests[1].Should().StartWith("GET /b").And.NotContain("Content-Length");
    }

    [Fact]
    public async Task CallAsync_RedirectsWithoutAnEnd_EndInTheLastOne()
    {
        await using var server = ScriptedServer.Answering("HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n");
        using var client = Client(server.Address, new LoadHttpSpec { MaxRedirects = 3 });

        (await client.CallAsync(Call("GET", "/"), CancellationToken.None)).Status.Should().Be(302);

        client.TakeRedirects().Should().HaveCount(3);
    }

    [Fact]
    public async Task CallAsync_RedirectToAnotherHost_TakesNoCredentialsAlong()
    {
        var requests = new List<string>();
        await using var other = Recording(requests, _ => ScriptedServer.Ok("{}"));
        await using var server = ScriptedServer.Answering(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 307 Elsewhere\r\nLocation: http://localhost:{other.Address.Port}/x\r\nContent-Length: 0\r\n\r\n"));
        using var client = new LoadHttpClient(
            new LoadTarget { BaseAddress = server.Address, Headers = [new("Authorization", "lease"), new("Host", "first.example")], Http = new LoadHttpSpec { MaxRedirects = 1 } }, TargetPolicy.LoopbackOnly, TimeProvider.System);

        var reply = await client.CallAsync(Call("GET", "/", null, new Header("Cookie", "a=b"), new Header("X-A", "1")), CancellationToken.None);

        reply.Status.Should().Be(200);
        requests.Should().ContainSingle().Which.Should().Contain($"Host: localhost:{other.Address.Port}\r\n").And.Contain("X-A: 1").And.NotContain("Authorization").And.NotContain("Cookie");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("zstd")]
    [InlineData("gzip, br")]
    [InlineData("unheard-of")]
    public async Task CallAsync_EncodedBody_IsDecoded(string encoding)
    {
        var body = encoding.Split(", ").Aggregate("""{"id":1}"""u8.ToArray(), Encode);
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync($"HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\nContent-Length: {body.Length}\r\n\r\n");
            await connection.Stream.WriteAsync(body);
        });
        using var client = Client(server.Address, new LoadHttpSpec());

        var reply = await client.CallAsync(Call("GET", "/"), CancellationToken.None);

        Encoding.UTF8.GetString(reply.Body.Span).Should().Be("""{"id":1}""");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("zstd")]
    public async Task CallAsync_EncodedBodyThatIsCut_IsMalformed(string encoding)
    {
        var body = Encode(Encoding.UTF8.GetBytes(string.Join(',', Enumerable.Range(0, 2000))), encoding);
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync($"HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\nContent-Length: {body.Length / 2}\r\n\r\n");
            await connection.Stream.WriteAsync(body.AsMemory(0, body.Length / 2));
        });
        using var client = Client(server.Address, new LoadHttpSpec());

        var failure = (await client.CallAsync(Call("GET", "/"), CancellationToken.None)).Failure!;

        (failure.Kind, failure.ErrorCode).Should().Be((EngineFailureKind.MalformedAnswer, 1701), "half a body is not the answer, whatever decodes of it");
    }

    [Fact]
    public async Task CallAsync_DiscardedBody_IsReadAndGone()
    {
        await using var server = ScriptedServer.Answering(ScriptedServer.Ok(new string('x', 40_000)));
        using var client = Client(server.Address, new LoadHttpSpec { DiscardResponseBodies = true });

        var reply = await client.CallAsync(Call("GET", "/"), CancellationToken.None);
        await client.CallAsync(Call("GET", "/"), CancellationToken.None);

        (reply.Status, reply.Body.Length).Should().Be((200, 0));
        reply.Timings!.Value.ReceivedBytes.Should().BeGreaterThan(40_000);
        server.Connections.Should().Be(1);
    }

    [Fact]
    public async Task CallAsync_NoConnectionReuse_DialsForEachRequestAndSaysSo()
    {
        var requests = new List<string>();
        await using var server = Recording(requests, _ => ScriptedServer.Ok("{}"));
        using var client = Client(server.Address, new LoadHttpSpec { NoConnectionReuse = true, UserAgent = "load/1" });

        await client.CallAsync(Call("GET", "/"), CancellationToken.None);
        await client.CallAsync(Call("GET", "/", null, new Header("user-agent", "own")), CancellationToken.None);

        server.Connections.Should().Be(2);
        requests[0].Should().Contain("Connection: close\r\n").And.Contain("User-Agent: load/1\r\n");
        requests[1].Should().Contain("user-agent: own\r\n").And.NotContain("load/1");
    }

    [Fact]
    public async Task EndIteration_NoVuConnectionReuse_EndsTheUsersConnections()
    {
        await using var server = ScriptedServer.Answering(ScriptedServer.Ok("{}"));
        using var client = Client(server.Address, new LoadHttpSpec { NoVuConnectionReuse = true });

        await client.CallAsync(Call("GET", "/"), CancellationToken.None);
        await client.CallAsync(Call("GET", "/"), CancellationToken.None);
        client.EndIteration();
        await client.CallAsync(Call("GET", "/"), CancellationToken.None);

        server.Connections.Should().Be(2);
    }

    [Theory]
    [InlineData("GET", null, 3)]
    [InlineData("POST", "{}", 2)]
    public async Task CallAsync_KeptConnectionThatEndsUnderTheRequest_IsRepeatedOnlyWhereItChangesNothing(string method, string? body, int expected)
    {
        var requests = 0;
        await using var server = new ScriptedServer(async connection =>
        {
            while (await connection.ReadRequestAsync() is not null && Interlocked.Increment(ref requests) != 2)
            {
                await connection.WriteAsync(ScriptedServer.Ok("{}"));
            }
        });
        using var client = Client(server.Address, new LoadHttpSpec());

        var first = await client.CallAsync(Call(method, "/", body), CancellationToken.None);
        var second = await client.CallAsync(Call(method, "/", body), CancellationToken.None);

        first.Status.Should().Be(200);
        (second.Failure?.Kind).Should().Be(method == "GET" ? null : EngineFailureKind.ConnectionLost);
        requests.Should().Be(expected);
    }

    [Fact]
    public async Task CallAsync_FreshConnectionThatEnds_IsNotRepeated()
    {
        var requests = 0;
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadRequestAsync();
            Interlocked.Increment(ref requests);
        });
        using var client = Client(server.Address, new LoadHttpSpec());

        (await client.CallAsync(Call("GET", "/"), CancellationToken.None)).Failure!.Kind.Should().Be(EngineFailureKind.ConnectionLost);

        requests.Should().Be(1);
    }

    [Fact]
    public async Task CallAsync_AnswerBeforeTheRequestIsRead_IsTheAnswer()
    {
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.WriteAsync("HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
            await connection.WaitForEndAsync();
        });
        using var client = Client(server.Address, new LoadHttpSpec());

        var reply = await client.CallAsync(Call("POST", "/", new string('x', 8 * 1024 * 1024)), CancellationToken.None);

        reply.Status.Should().Be(413);
    }

    [Theory]
    [InlineData("Content-Length", "3")]
    [InlineData("Transfer-Encoding", "chunked")]
    [InlineData("bad name", "1")]
    public async Task CallAsync_HeaderThatWouldBreakTheRequest_IsNotSent(string name, string value)
    {
        await using var server = ScriptedServer.Answering(ScriptedServer.Ok("{}"));
        using var client = Client(server.Address, new LoadHttpSpec());

        var reply = await client.CallAsync(Call("POST", "/", "{}", new Header(name, value)), CancellationToken.None);

        (reply.Failure!.Kind, server.Connections).Should().Be((EngineFailureKind.InvalidRequest, 0));
    }

    [Fact]
    public async Task CallAsync_Http2_SpeaksItWithPriorKnowledgeAndMeasuresTheAnswer()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0, static listen => listen.Protocols = HttpProtocols.Http2));
        await using var app = builder.Build();
        app.Run(static async context =>
        {
            context.Response.ContentType = "text/plain";
            await context.Response.WriteAsync(context.Request.Protocol);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        var port = new Uri(app.Urls.First()).Port;
        using var client = Client(new Uri($"http://127.0.0.1:{port}"), new LoadHttpSpec { Version = "2" });

        var first = await client.CallAsync(Call("GET", "/"), CancellationToken.None);
        var second = await client.CallAsync(Call("GET", "/"), CancellationToken.None);

        Encoding.UTF8.GetString(first.Body.Span).Should().Be("HTTP/2");
        client.Protocol.Should().Be("HTTP/2.0");
        first.Timings!.Value.ConnectingNs.Should().BePositive();
        (second.Timings!.Value.ConnectingNs, second.Timings.Value.DurationNs > 0).Should().Be((0, true));
        await app.StopAsync(TestContext.Current.CancellationToken);
    }

    private static byte[] Encode(byte[] body, string encoding)
    {
        using var encoded = new MemoryStream();
        using (var encoder = encoding switch
        {
            "gzip" => new GZipStream(encoded, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(encoded, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(encoded, CompressionLevel.Fastest, leaveOpen: true),
            "zstd" => new ZstdSharp.CompressionStream(encoded, leaveOpen: true),
            _ => (Stream?)null,
        })
        {
            if (encoder is null)
            {
                return body;
            }

            encoder.Write(body);
        }

        return encoded.ToArray();
    }

    private static ScriptedServer Recording(List<string> requests, Func<string, string> answer) => new(async connection =>
    {
        while (await connection.ReadRequestAsync() is { } request)
        {
            requests.Add(request);
            await connection.WriteAsync(answer(request));
        }
    });

    private static LoadHttpClient Client(Uri address, LoadHttpSpec http) => new(new LoadTarget { BaseAddress = address, Http = http }, TargetPolicy.LoopbackOnly, TimeProvider.System);

    private static EngineCall Call(string method, string path, string? body = null, params Header[] headers) => new()
    {
        Context = new CallContext { Session = 0, Clock = SessionClock.Wall(TimeProvider.System) },
        Method = method,
        Path = path,
        Headers = headers,
        Body = body is null ? default : Encoding.UTF8.GetBytes(body),
        ContentType = body is null ? null : "text/plain",
    };
}
