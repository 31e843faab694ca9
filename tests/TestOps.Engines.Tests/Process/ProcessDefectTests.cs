using System.Text;
using TestOps.Core.Engines;
using TestOps.Engines.Process;

namespace TestOps.Engines.Tests.Process;

/// <summary>Whatever an engine prints is the named failure of a call, never an exception.</summary>
public sealed class ProcessDefectTests
{
    private const string Good = """{"type":"answer","id":2,"status":200}""";

    // These name their call: it fails alone.
    [Theory]
    [InlineData("""{"type":"answer","id":1}""", "missing-member", "'status'")]
    [InlineData("""{"type":"answer","id":1,"status":"200"}""", "bad-value", "'\"200\"'")]
    [InlineData("""{"type":"answer","id":1,"status":99}""", "bad-value", "100 to 599")]
    [InlineData("""{"type":"answer","id":1,"status":200,"body":{}}""", "unknown-member", "json, text or base64")]
    [InlineData("""{"type":"answer","id":1,"status":200,"json":1,"text":"1"}""", "bad-value", "not several")]
    [InlineData("""{"type":"answer","id":1,"status":200,"status":200}""", "duplicate-member", "'status'")]
    [InlineData("""{"type":"answer","id":1,"status":200,"json":{"a":1,"a":2}}""", "duplicate-member", "'json'")]
    [InlineData("""{"type":"answer","id":1,"status":200,"base64":"?"}""", "bad-value", "base64")]
    [InlineData("""{"type":"answer","id":1,"status":200,"headers":[]}""", "bad-value", "'headers'")]
    [InlineData("""{"type":"answer","id":1,"status":200,"headers":{"a b":"1"}}""", "bad-value", "header name")]
    [InlineData("""{"type":"answer","id":1,"status":200,"headers":{"a":"1\n2"}}""", "bad-value", "one line")]
    [InlineData("""{"type":"answer","id":1,"status":200,"headers":{"a":"1","A":"2"}}""", "duplicate-member", "ignore case")]
    [InlineData("""{"type":"answer","id":1,"status":200,"headers":{"content-type":"a/b"},"content_type":"a/b"}""", "duplicate-member", "content type")]
    [InlineData("""{"type":"answer","id":1,"status":200,"protocol":"x"}""", "unknown-member", "'protocol'")]
    [InlineData("""{"type":"frame","id":1}""", "missing-member", "text or base64")]
    [InlineData("""{"type":"frame","id":1,"json":{}}""", "unknown-member", "'json'")]
    public async Task CallAsync_WithADefectThatNamesItsCall_FailsAlone(string line, string defect, string told)
    {
        await using var peer = await EnginePeer.GreetedAsync();

        var reply = await peer.AnswerAsync(line);

        reply.Failure!.Kind.Should().Be(EngineFailureKind.MalformedAnswer);
        reply.Failure.Message.Should().StartWith($"protocol broken ({defect}): ").And.Contain(told);
        (await peer.AnswerAsync(Good)).Status.Should().Be(200, "the conversation goes on");
    }

    // These do not: nothing after them can be trusted.
    [Theory]
    [InlineData("", "not-json", "an empty line")]
    [InlineData("DEBUG: answering", "not-json", "standard error")]
    [InlineData("[1]", "not-json", "no JSON object")]
    [InlineData("""{"type":"answer","id":1,"status":200""", "not-json", "breaks off")]
    [InlineData("""{"type":"answer","id":1,"status":200} x""", "not-json", "breaks off")]
    [InlineData("""{"type":"answer","id":1,"status":NaN}""", "not-json", "breaks off")]
    [InlineData("""{"type":"answer","id":1,"status":200,"text":"\ud800"}""", "not-json", "surrogate")]
    [InlineData("{}", "missing-member", "type")]
    [InlineData("""{"type":"reply","id":9}""", "unknown-type", "'reply'")]
    [InlineData("""{"type":"answer","status":200}""", "missing-member", "'id'")]
    [InlineData("""{"type":"answer","id":"1","status":200}""", "bad-value", "'id'")]
    [InlineData("""{"type":"answer","id":1.5,"status":200}""", "bad-value", "'id'")]
    [InlineData("""{"type":"answer","id":1,"id":1,"status":200}""", "duplicate-member", "'id'")]
    [InlineData("""{"type":"answer","id":2,"status":200}""", "unknown-id", "last call was 1")]
    [InlineData("""{"type":"frame","id":7,"text":"x"}""", "unknown-id", "frame 7")]
    [InlineData("""{"type":"hello","protocol":"testops-engine-1","name":"again"}""", "out-of-turn", "second hello")]
    public async Task CallAsync_WithADefectThatNamesNoCall_EndsTheConversation(string line, string defect, string told)
    {
        await using var peer = await EnginePeer.GreetedAsync();

        var reply = await peer.AnswerAsync(line);

        reply.Failure!.Kind.Should().Be(EngineFailureKind.MalformedAnswer);
        reply.Failure.Message.Should().StartWith($"protocol broken ({defect}): ").And.Contain(told);
        (await peer.CallAsync()).Failure.Should().Be(reply.Failure, "every later call tells the same cause");
        peer.Dialogue.End.Should().Be(reply.Failure);
    }

    [Fact]
    public async Task CallAsync_AnsweredTwice_EndsTheConversation()
    {
        await using var peer = await EnginePeer.GreetedAsync();
        (await peer.AnswerAsync("""{"type":"answer","id":1,"status":200}""")).Status.Should().Be(200);

        var reply = await peer.AnswerAsync("""{"type":"answer","id":1,"status":200}""");

        reply.Failure!.Message.Should().StartWith("protocol broken (answered-twice): ").And.Contain("call 1");
    }

    [Fact]
    public async Task CallAsync_WithAFrameAndABody_Fails()
    {
        await using var peer = await EnginePeer.GreetedAsync();
        var reply = peer.CallAsync();
        await peer.HearAsync();

        await peer.SayAsync("""{"type":"frame","id":1,"text":"a"}""");
        await peer.SayAsync("""{"type":"answer","id":1,"status":200,"text":"b"}""");

        (await reply).Failure!.Message.Should().Contain("not in both");
    }

    [Fact]
    public async Task CallAsync_AnsweredInLatin1_EndsTheConversation()
    {
        await using var peer = await EnginePeer.GreetedAsync();
        var reply = peer.CallAsync();
        await peer.HearAsync();

        await peer.SayAsync([.. Encoding.Latin1.GetBytes("""{"type":"answer","id":1,"status":200,"text":"é"}"""), (byte)'\n']);

        (await reply).Failure!.Message.Should().StartWith("protocol broken (not-utf8): ").And.Contain("base64");
    }

    [Theory]
    [InlineData("""{"type":"answer","id":1,"status":200,"text":"123456"}""")]
    [InlineData("""{"type":"answer","id":1,"status":200,"json":123456}""")]
    [InlineData("""{"type":"frame","id":1,"text":"123456"}""")]
    public async Task CallAsync_WithABodyOverTheLimit_FailsAlone(string line)
    {
        await using var peer = await EnginePeer.GreetedAsync(options: new ProcessDialogueOptions { MaxBodyBytes = 5 });

        (await peer.AnswerAsync(line)).Failure.Should().BeEquivalentTo(new { Kind = EngineFailureKind.BodyTooLarge, Message = "the body is larger than 5 bytes" });
        (await peer.AnswerAsync(Good)).Status.Should().Be(200);
    }

    [Fact]
    public async Task CallAsync_WithALineOverTheLimit_EndsTheConversationWithoutReadingItAll()
    {
        await using var peer = await EnginePeer.GreetedAsync(options: new ProcessDialogueOptions { MaxBodyBytes = 1000 });
        var reply = peer.CallAsync();
        await peer.HearAsync();

        await peer.SayAsync(Encoding.ASCII.GetBytes(new string('x', 2000 + (64 * 1024) + 1)));

        (await reply).Failure!.Message.Should().StartWith("protocol broken (line-too-long): ").And.Contain("67536 bytes").And.Contain("max_body");
    }

    [Fact]
    public async Task CallAsync_WithAnAnswerCutOff_IsLost()
    {
        await using var peer = await EnginePeer.GreetedAsync();
        var reply = peer.CallAsync();
        await peer.HearAsync();

        await peer.SayAsync(Encoding.ASCII.GetBytes("""{"type":"answer","id":1,"sta"""));
        peer.Close();

        (await reply).Failure.Should().BeEquivalentTo(new { Kind = EngineFailureKind.ConnectionLost, Message = "the engine is gone: it closed its standard output in the middle of a line" });
    }
}
