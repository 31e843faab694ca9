using System.Text;
using CsCheck;
using TestOps.Core.Engines;
using TestOps.Core.Traces;

namespace TestOps.Core.Tests.Sessions;

/// <summary>Streams: joined texts, whatever the pieces.</summary>
public sealed class StreamTests
{
    private const string Step = "- { name: talk, call: POST /s, stream: { done: \"[DONE]\", join: /d }, expect: [ { at: \"\", equals: \"Hello world\" } ] }";
    private const string Good = ": hi\r\ndata: {\"role\":\"a\"}\r\n\r\nevent: x\ndata: {\"d\":\"Hel\"}\n\ndata:{\"d\":\"lo\"}\r\rdata: {\"d\":null}\n\nid: 7\ndata: {\"d\":\ndata: \" world\"}\n\ndata: [DONE]\n\nwhat follows is not read";

    [Fact]
    public async Task RunAsync_WellFormedStream_IsItsJoinedText()
    {
        var world = new SessionWorld(_ => Reply([Good], atNs: 5));

        await world.RunAsync(Step);

        var record = world.Records.Single();
        (record.Body.Kind, SessionWorld.Text(record.Body), record.ContentType).Should().Be((BodyKind.Text, "Hello world", "text/event-stream"));
        record.Stream.Should().Be(new RecordedStream(5, 5));
        record.Checks.Select(check => (check.Name, check.Passed)).Should().Equal(("status", true), ("body", true), ("stream", true));
        world.FirstNs.Should().Equal(5);
    }

    [Fact]
    public void RunAsync_AnyPieces_GiveTheSame() =>
        Gen.Int[1, 60].Array[0, 40].Sample(lengths =>
        {
            var pieces = new List<string>();
            var at = 0;
            foreach (var length in lengths.TakeWhile(_ => at < Good.Length))
            {
                pieces.Add(Good.Substring(at, Math.Min(length, Good.Length - at)));
                at += pieces[^1].Length;
            }

            pieces.Add(Good[at..]);
            var world = new SessionWorld(_ => Reply(pieces));
            world.RunAsync(Step).GetAwaiter().GetResult();
            return SessionWorld.Text(world.Records.Single().Body) == "Hello world" && world.Records.Single().Checks.All(check => check.Passed) && world.Records.Single().Stream!.Value.Events == 5;
        });

    [Theory]
    [InlineData("data: {\"d\":\"Hel\"}\n\n", "expected an event [DONE] at the end, was the end of the body after 1 events", "Hel")]
    [InlineData("data: {\"d\":\"Hel\"}\n\ndata: {oops\n\ndata: [DONE]\n\n", "expected JSON in every event, was {oops in event 2", "Hel")]
    [InlineData("data: {\"d\":\"Hel\"} {}\n\ndata: [DONE]\n\n", "expected JSON in every event, was {\"d\":\"Hel\"} {} in event 1", "")]
    [InlineData("data: {\"d\":7}\n\ndata: [DONE]\n\n", "expected a text at /d of every event, was 7 in event 1", "")]
    [InlineData("data: {\"d\":\"\\ud800\"}\n\ndata: [DONE]\n\n", "expected JSON in every event, was {\"d\":\"\\ud800\"} in event 1", "")]
    public async Task RunAsync_MalformedStream_FailsItsCheckByName(string body, string outcome, string joined)
    {
        var world = new SessionWorld(_ => Reply([body]));

        await world.RunAsync(Step);

        world.Checks.Single()[^1].ToString().Should().Be(outcome);
        SessionWorld.Text(world.Records.Single().Body).Should().Be(joined);
    }

    [Fact]
    public async Task RunAsync_NoStream_IsReadAsAnyAnswer()
    {
        var world = new SessionWorld(_ => SessionWorld.Json("{\"error\":\"busy\"}", status: 429));

        await world.RunAsync(Step);

        SessionWorld.Text(world.Records.Single().Body).Should().Be("{\"error\":\"busy\"}");
        world.Records.Single().Stream.Should().BeNull();
        world.Checks.Single()[^1].ToString().Should().Be("expected text/event-stream, was application/json");
    }

    [Fact]
    public async Task RunAsync_WithoutJoinAndDone_JoinsTheDataByLines_AndTheEndMustBeThatOfAnEvent()
    {
        var whole = new SessionWorld(_ => Reply(["data: a\ndata: b\n\ndata: c\n\n"]));
        var torn = new SessionWorld(_ => Reply(["data: a\n\ndata: b"]));

        await whole.RunAsync("- { name: talk, call: POST /s, stream: { format: sse } }");
        await torn.RunAsync("- { name: talk, call: POST /s, stream: {} }");

        SessionWorld.Text(whole.Records.Single().Body).Should().Be("a\nb\nc");
        whole.Checks.Single()[^1].Passed.Should().BeTrue();
        torn.Checks.Single()[^1].ToString().Should().Be("expected a blank line after the last event, was the end of the body within an event");
    }

    private static EngineReply Reply(IReadOnlyList<string> pieces, long atNs = 0) => new()
    {
        Status = 200,
        ContentType = "text/event-stream",
        Frames = [.. pieces.Select(piece => new Frame(atNs, Encoding.UTF8.GetBytes(piece)))],
    };
}
