using System.Text;
using TestOps.Core.Engines;
using TestOps.Core.Traces;

namespace TestOps.Core.Tests.Sessions;

/// <summary>What is recorded of answers of every shape, and what checks see of them.</summary>
public sealed class ReplyBodyTests
{
    private const string Step = "- { name: ask, call: GET /x, expect: [{ status: 200 }, { at: /a, equals: 1 }, { js: \"typeof body === 'string'\" }, { at: '', exists: true }] }";

    [Theory]
    [InlineData("application/json", "{\"b\":2,\"a\":1.0}", BodyKind.Json, "{\"a\":1,\"b\":2}", "1 1 0 1")]
    [InlineData("application/problem+json", "{\"a\":1}", BodyKind.Json, "{\"a\":1}", "1 1 0 1")]
    [InlineData(null, "{\"a\":1}", BodyKind.Json, "{\"a\":1}", "1 1 0 1")]
    [InlineData(null, "plain", BodyKind.Text, "plain", "1 0 1 1")]
    [InlineData("text/plain", "{\"a\":1}", BodyKind.Text, "{\"a\":1}", "1 0 1 1")]
    [InlineData("application/json", "{\"a\":1", BodyKind.Text, "{\"a\":1", "1 0 1 1")]
    [InlineData("application/json", "{\"a\":1}{\"a\":1}", BodyKind.Text, "{\"a\":1}{\"a\":1}", "1 0 1 1")]
    [InlineData("application/json", "{\"a\":1,\"a\":1}", BodyKind.Text, "{\"a\":1,\"a\":1}", "1 0 1 1")]
    [InlineData("application/json", "{\"a\":\"\\ud800\"}", BodyKind.Text, "{\"a\":\"\\ud800\"}", "1 0 1 1")]
    [InlineData("application/json", "NaN", BodyKind.Text, "NaN", "1 0 1 1")]
    [InlineData("application/json", "", BodyKind.None, "", "1 0 0 0")]
    [InlineData("text/html", "<p>\u0000\u001f\"\\</p>", BodyKind.Text, "<p>\u0000\u001f\"\\</p>", "1 0 1 1")]
    [InlineData("text/plain", "ends with ,\"compare\":\"", BodyKind.Text, "ends with ,\"compare\":\"", "1 0 1 1")]
    public async Task RunAsync_AnswerOfAnyShape_IsRecordedAndJudged(string? contentType, string answer, BodyKind kind, string recorded, string checks)
    {
        var world = new SessionWorld(_ => EngineReply.Plain(200, contentType, Encoding.UTF8.GetBytes(answer), 0));

        (await world.RunAsync(Step)).Should().BeTrue("a check that fails does not end the session");

        var record = world.Records.Single();
        record.Body.Kind.Should().Be(kind);
        SessionWorld.Text(record.Body).Should().Be(recorded);
        record.ContentType.Should().Be(contentType);
        string.Join(' ', world.Checks.Single().Select(check => check.Passed ? 1 : 0)).Should().Be(checks);
        record.Checks.Select(check => check.Passed).Should().Equal(world.Checks.Single().Select(check => check.Passed));
    }

    [Fact]
    public async Task RunAsync_BytesThatAreNoText_AreKeptAsBytesAndUndefinedForChecks()
    {
        byte[] bytes = [0xff, 0xfe, 0, 1, 0xc3, 0x28];
        var world = new SessionWorld(_ => EngineReply.Plain(200, "application/json", bytes, 0));

        await world.RunAsync("- { name: ask, call: GET /x, expect: [{ js: \"body === undefined\" }, { at: /a, exists: false }] }");

        world.Records.Single().Body.Kind.Should().Be(BodyKind.Binary);
        world.Records.Single().Body.Bytes.ToArray().Should().Equal(bytes);
        world.Checks.Single().Should().AllSatisfy(check => check.Passed.Should().BeTrue());
    }

    [Theory]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(127)]
    public async Task RunAsync_DeeplyNestedJson_IsJsonForChecksAsForTheRecord(int depth)
    {
        var nested = string.Concat(Enumerable.Repeat("{\"a\":", depth - 1)) + "{}" + new string('}', depth - 1);
        var world = new SessionWorld(_ => SessionWorld.Json(nested));

        await world.RunAsync("- { name: ask, call: GET /x, expect: [{ at: /a, type: object }] }");

        world.Records.Single().Body.Kind.Should().Be(BodyKind.Json);
        world.Checks.Single()[^1].Passed.Should().BeTrue();
    }

    [Fact]
    public async Task RunAsync_FramesOfOneAnswer_AreOneBody()
    {
        var world = new SessionWorld(_ => new EngineReply { Status = 200, ContentType = "application/json", Frames = [new Frame(1, "{\"a\""u8.ToArray()), new Frame(2, ":1}"u8.ToArray())] });

        await world.RunAsync(Step);

        SessionWorld.Text(world.Records.Single().Body).Should().Be("{\"a\":1}");
    }
}
