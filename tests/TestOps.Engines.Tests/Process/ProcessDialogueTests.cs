using System.Text;
using TestOps.Core.Engines;
using TestOps.Engines.Process;
using TestOps.Testing.Clocks;

namespace TestOps.Engines.Tests.Process;

public sealed class ProcessDialogueTests
{
    [Fact]
    public async Task HelloAsync_OfAReadyEngine_TellsWhoItIs()
    {
        await using var peer = new EnginePeer();

        var hello = peer.Dialogue.HelloAsync(EngineCalls.Deadline);
        (await peer.HearAsync()).Should().Be("""{"type":"hello","protocols":["testops-engine-1"]}""");
        await peer.SayAsync(EnginePeer.Hello);

        (await hello).Should().Be(new EngineHello("testops-engine-1", "peer", "1.2", 1));
    }

    [Theory]
    [InlineData("""{"type":"hello","protocol":"testops-engine-9","name":"peer"}""", "unknown-protocol")]
    [InlineData("""{"type":"hello","protocol":"testops-engine-1"}""", "missing-member")]
    [InlineData("""{"type":"hello","protocol":"testops-engine-1","name":"p","concurrency":0}""", "bad-value")]
    [InlineData("""{"type":"hello","protocol":"testops-engine-1","name":"p","id":1}""", "unknown-member")]
    [InlineData("""{"type":"answer","id":1,"status":200}""", "out-of-turn")]
    [InlineData("Loading model ...", "not-json")]
    public async Task HelloAsync_OfAnythingElse_NamesTheDefect(string line, string defect)
    {
        await using var peer = new EnginePeer();

        var hello = peer.Dialogue.HelloAsync(EngineCalls.Deadline);
        await peer.SayAsync(line);

        (await hello.Invoking(async task => await task).Should().ThrowAsync<ProcessDialogueException>()).WithMessage($"*({defect})*");
    }

    [Fact]
    public async Task HelloAsync_OfASilentEngine_EndsAtItsLimit()
    {
        var time = new ManualTime();
        await using var peer = new EnginePeer(new ProcessDialogueOptions { Time = time, ReadyTimeout = TimeSpan.FromSeconds(7) });

        var hello = peer.Dialogue.HelloAsync(EngineCalls.Deadline);
        time.Advance(TimeSpan.FromSeconds(7));

        (await hello.Invoking(async task => await task).Should().ThrowAsync<ProcessDialogueException>()).WithMessage("*hello within 7 s*");
    }

    [Theory]
    [InlineData("application/json", """{"b":1.0,"a":[2]}""", """ "content_type":"application/json","json":{"b":1.0,"a":[2]}} """)]
    [InlineData("application/json", "{\n \"b\": 1.0\n}", """ "content_type":"application/json","json":{"b":1}} """)]
    [InlineData("application/json", "no JSON", """ "content_type":"application/json","text":"no JSON"} """)]
    [InlineData("text/plain; charset=utf-8", "2 < 3 \"é\" 🦉\n", """ "content_type":"text/plain; charset=utf-8","text":"2 < 3 \"é\" 🦉\n"} """)]
    public async Task CallAsync_WithABody_SendsOneLine(string contentType, string body, string ending)
    {
        await using var peer = await EnginePeer.GreetedAsync();
        var call = new EngineCall
        {
            Context = EngineCalls.Context(session: 3, step: 2),
            Method = "POST",
            Path = "/ask?q=ü",
            Headers = [new Header("X-Trace", "1")],
            ContentType = contentType,
            Body = Encoding.UTF8.GetBytes(body),
        };

        var reply = peer.Dialogue.CallAsync(call, EngineCalls.Deadline);
        var line = await peer.HearAsync();
        await peer.SayAsync("""{"type":"answer","id":1,"status":204}""");

        line!.Replace("\\uD83E\\uDD89", "🦉", StringComparison.Ordinal).Should().Be("""{"type":"call","id":1,"session":3,"step":2,"method":"POST","path":"/ask?q=ü","headers":{"x-trace":"1"},""" + ending.Trim());
        (await reply).Status.Should().Be(204);
    }

    [Fact]
    public async Task CallAsync_WithABinaryBody_SendsBase64()
    {
        await using var peer = await EnginePeer.GreetedAsync();
        var call = new EngineCall { Context = EngineCalls.Context(), Method = "PUT", Path = "/blob", ContentType = "application/octet-stream", Body = new byte[] { 0xff, 0x00 } };

        var reply = peer.Dialogue.CallAsync(call, EngineCalls.Deadline);

        (await peer.HearAsync()).Should().EndWith("""
            "content_type":"application/octet-stream","base64":"/wA="}
            """);
        peer.Close();
        (await reply).Failure!.Kind.Should().Be(EngineFailureKind.ConnectionLost);
    }

    [Theory]
    [InlineData("""{"type":"answer","id":1,"status":200,"json":{"b":1.0,"a":"\u00e9"}}""", "application/json", """{"b":1.0,"a":"\u00e9"}""")]
    [InlineData("""{"status":201,"json":null,"id":1,"type":"answer"}""", "application/json", "null")]
    [InlineData("""{"type":"answer","id":1,"status":200,"text":"a\nb"}""", "text/plain", "a\nb")]
    [InlineData("""{"type":"answer","id":1,"status":200,"base64":"AGE="}""", "application/octet-stream", "\0a")]
    [InlineData("""{"type":"answer","id":1,"status":404,"content_type":"Text/HTML; charset=utf-8","text":"<p>"}""", "text/html", "<p>")]
    [InlineData("""{"type":"answer","id":1,"status":200,"headers":{"Content-Type":"application/problem+json"},"json":{}}""", "application/problem+json", "{}")]
    [InlineData(" {\"type\":\"answer\",\"id\":1,\"status\":204} \r", null, "")]
    public async Task CallAsync_Answered_GivesTheBodyAsItWasSent(string line, string? contentType, string body)
    {
        await using var peer = await EnginePeer.GreetedAsync();

        var reply = await peer.AnswerAsync(line);

        reply.Failure.Should().BeNull();
        reply.ContentType.Should().Be(contentType);
        reply.Text().Should().Be(body);
        reply.Headers.Count(header => header.Name == "content-type").Should().Be(contentType is null ? 0 : 1);
    }

    [Fact]
    public async Task CallAsync_WithHeadersInTheAnswer_KeepsEachValue()
    {
        await using var peer = await EnginePeer.GreetedAsync();

        var reply = await peer.AnswerAsync("""{"type":"answer","id":1,"status":200,"headers":{"Set-Cookie":["a=1","b=2"],"X-One":"1"}}""");

        reply.Headers.Should().Equal(new Header("set-cookie", "a=1"), new Header("set-cookie", "b=2"), new Header("x-one", "1"));
    }

    [Fact]
    public async Task CallAsync_WithFrames_JoinsThemInOrder()
    {
        await using var peer = await EnginePeer.GreetedAsync();
        var reply = peer.CallAsync();
        await peer.HearAsync();

        await peer.SayAsync("""{"type":"frame","id":1,"text":"data: a\n\n"}""");
        await peer.SayAsync("""{"type":"frame","id":1,"base64":"ZGF0YTogYgoK"}""");
        await peer.SayAsync("""{"type":"answer","id":1,"status":200,"content_type":"text/event-stream"}""");

        (await reply).Frames.Should().HaveCount(2).And.BeInAscendingOrder(frame => frame.AtNs);
        (await reply).Text().Should().Be("data: a\n\ndata: b\n\n");
        (await reply).ContentType.Should().Be("text/event-stream");
    }

    [Fact]
    public async Task CallAsync_BeyondTheConcurrency_WaitsForItsTurn_AndAnswersComeInAnyOrder()
    {
        await using var peer = await EnginePeer.GreetedAsync(concurrency: 2);
        var replies = new[] { peer.CallAsync(path: "/1"), peer.CallAsync(path: "/2"), peer.CallAsync(path: "/3") };
        (await peer.HearAsync()).Should().Contain("\"path\":\"/1\"");
        (await peer.HearAsync()).Should().Contain("\"path\":\"/2\"");

        await peer.SayAsync("""{"type":"answer","id":2,"status":202}""");
        (await replies[1]).Status.Should().Be(202);
        (await peer.HearAsync()).Should().Contain("\"path\":\"/3\"");
        await peer.SayAsync("""{"type":"answer","id":3,"status":203}""");
        await peer.SayAsync("""{"type":"answer","id":1,"status":201}""");

        (await replies[2]).Status.Should().Be(203);
        (await replies[0]).Status.Should().Be(201);
    }

    [Fact]
    public async Task CallAsync_NotAnsweredInTime_FailsAlone_AndItsLateAnswerIsIgnored()
    {
        var time = new ManualTime();
        await using var peer = await EnginePeer.GreetedAsync(options: new ProcessDialogueOptions { Time = time, Timeout = TimeSpan.FromSeconds(3) });
        var late = peer.CallAsync();
        await peer.HearAsync();
        time.Advance(TimeSpan.FromSeconds(3));
        (await late).Failure.Should().BeEquivalentTo(new { Kind = EngineFailureKind.Timeout, Message = "no answer within 3 s", ErrorCode = 1050 });

        var next = peer.CallAsync();
        await peer.HearAsync();
        await peer.SayAsync("""{"type":"answer","id":1,"status":200}""");
        await peer.SayAsync("""{"type":"answer","id":2,"status":201}""");

        (await next).Status.Should().Be(201);
    }

    [Fact]
    public async Task CallAsync_ToAnEngineThatDoesNotRead_EndsTheConversationAtTheLimit()
    {
        var time = new ManualTime();
        await using var peer = await EnginePeer.GreetedAsync(options: new ProcessDialogueOptions { Time = time }, roomForInput: 1024);

        var blocked = peer.CallAsync("POST", "/", $"\"{new string('x', 100_000)}\"");
        time.Advance(TimeSpan.FromSeconds(30));

        (await blocked).Failure!.Kind.Should().Be(EngineFailureKind.Timeout);
        (await peer.CallAsync()).Failure!.Message.Should().Contain("(not-reading)").And.Contain("30 s");
    }

    [Fact]
    public async Task CallAsync_Cancelled_ThrowsAndTheNextCallGoesOn()
    {
        await using var peer = await EnginePeer.GreetedAsync();
        using var cancel = new CancellationTokenSource();
        var call = new EngineCall { Context = EngineCalls.Context(), Method = "GET", Path = "/" };
        var cancelled = peer.Dialogue.CallAsync(call, cancel.Token).AsTask();
        await peer.HearAsync();

        await cancel.CancelAsync();

        (await cancelled.Invoking(async task => await task).Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(cancel.Token);
        var next = peer.CallAsync();
        await peer.HearAsync();
        await peer.SayAsync("""{"type":"answer","id":2,"status":200}""");
        (await next).Status.Should().Be(200);
    }

    [Fact]
    public async Task CallAsync_AfterTheEngineIsGone_IsLostInFlightAndUnreachableLater()
    {
        await using var peer = await EnginePeer.GreetedAsync(concurrency: 1, new ProcessDialogueOptions { DescribeEnd = () => Task.FromResult("it ended with exit code 3") });
        var inFlight = peer.CallAsync();
        var waiting = peer.CallAsync();
        await peer.HearAsync();

        peer.Close();

        (await inFlight).Failure.Should().Be(new EngineFailure(EngineFailureKind.ConnectionLost, "the engine is gone: it ended with exit code 3", 1220));
        (await waiting).Failure.Should().Be(new EngineFailure(EngineFailureKind.Unreachable, "the engine is gone: it ended with exit code 3", 1212));
        (await peer.CallAsync()).Failure!.Kind.Should().Be(EngineFailureKind.Unreachable);
    }
}
