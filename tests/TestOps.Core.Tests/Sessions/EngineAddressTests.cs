using TestOps.Core.Engines;
using TestOps.Core.Traces;

namespace TestOps.Core.Tests.Sessions;

/// <summary>The engine's own address never stays in the record, and nothing else is taken for it.</summary>
public sealed class EngineAddressTests
{
    private const string Base = "http://127.0.0.1:8080";

    [Theory]
    [InlineData(Base, "{\"next\":\"http://127.0.0.1:8080/p?2\"}", "{\"next\":\"${engine.base}/p?2\"}")]
    [InlineData(Base, "{\"next\":\"http:\\/\\/127.0.0.1:8080\\/p\"}", "{\"next\":\"${engine.base}/p\"}")]
    [InlineData(Base, "{\"host\":\"127.0.0.1:8080\",\"text\":\"see 127.0.0.1:8080.\"}", "{\"host\":\"${engine.base}\",\"text\":\"see ${engine.base}.\"}")]
    [InlineData(Base, "{\"text\":\"line\\n127.0.0.1:8080\\nhttp://127.0.0.1:8080\"}", "{\"text\":\"line\\n${engine.base}\\n${engine.base}\"}")]
    [InlineData(Base, "{\"z\":1,\"127.0.0.1:8080\":2,\"~\":3}", "{\"${engine.base}\":2,\"z\":1,\"~\":3}")]
    [InlineData(Base, "{\"other\":\"http://127.0.0.1:80801/\",\"far\":\"5127.0.0.1:8080\"}", "{\"far\":\"5127.0.0.1:8080\",\"other\":\"http://127.0.0.1:80801/\"}")]
    [InlineData("http://api", "{\"a\":\"capital http://api/x http://api:81/ http://api.example/ http://api.\"}", "{\"a\":\"capital ${engine.base}/x http://api:81/ http://api.example/ ${engine.base}.\"}")]
    [InlineData("http://[::1]:5000", "{\"a\":\"http://[::1]:5000/x [::1]:5000\"}", "{\"a\":\"${engine.base}/x ${engine.base}\"}")]
    [InlineData(Base, "{\"a\":\"/login?next=http%3A%2F%2F127.0.0.1%3A8080%2Fp&x=http%3a%2f%2f127.0.0.1%3a8080\"}", "{\"a\":\"/login?next=${engine.base}%2Fp&x=${engine.base}\"}")]
    [InlineData(Base, "{\"a\":\"ws%3A%2F%2F127.0.0.1%3A8080 http%3A%2F%2F127.0.0.1%3A80801\"}", "{\"a\":\"ws%3A%2F%2F${engine.base} http%3A%2F%2F127.0.0.1%3A80801\"}")]
    [InlineData("http://api", "{\"a\":\"http%3A%2F%2Fapi%2Fx http%3A%2F%2Fapi%3A81\"}", "{\"a\":\"${engine.base}%2Fx http%3A%2F%2Fapi%3A81\"}")]
    [InlineData("${engine.base}", "{\"a\":\"%24%7Bengine.base%7D%2Fx\"}", "{\"a\":\"${engine.base}%2Fx\"}")]
    [InlineData(null, "{\"a\":\"http://127.0.0.1:8080\"}", "{\"a\":\"http://127.0.0.1:8080\"}")]
    public async Task RunAsync_AddressInAJsonBody_IsHidden(string? engineBase, string answer, string recorded)
    {
        var world = new SessionWorld(_ => SessionWorld.Json(answer)) { EngineBase = engineBase };

        await world.RunAsync("- { name: ask, call: GET /x }");

        SessionWorld.Text(world.Records.Single().Body).Should().Be(recorded);
        world.Records.Single().Body.Kind.Should().Be(BodyKind.Json);
    }

    [Fact]
    public async Task RunAsync_HidingWouldMakeTwoNamesOne_KeepsTheAnswer()
    {
        const string answer = "{\"${engine.base}\":2,\"http://127.0.0.1:8080\":1}";
        var world = new SessionWorld(_ => SessionWorld.Json(answer)) { EngineBase = Base };

        await world.RunAsync("- { name: ask, call: GET /x }");

        world.Records.Single().Body.Kind.Should().Be(BodyKind.Json);
        SessionWorld.Text(world.Records.Single().Body).Should().Be(answer);
    }

    [Fact]
    public async Task RunAsync_AddressInTextHeaderAndRequest_IsHidden()
    {
        var world = new SessionWorld(_ => EngineReply.Plain(200, "text/plain", "at http://127.0.0.1:8080/a"u8.ToArray(), 0, [new Header("Location", "//127.0.0.1:8080/b"), new Header("X-Self", Base)])) { EngineBase = Base };

        await world.RunAsync("""
            - name: ask
              call: POST /x
              query: { to: "${engine.base}/q" }
              body: { self: "${engine.base}/s" }
              expect: [{ header: location, exists: true }, { header: X-Self, equals: "http://127.0.0.1:8080" }]
            - { name: text, call: POST /y, body: "self ${engine.base}" }
            """);

        var record = world.Records[0];
        SessionWorld.Text(record.Body).Should().Be("at ${engine.base}/a");
        record.Headers.Should().Equal(new Header("location", "//${engine.base}/b"), new Header("x-self", "${engine.base}"));
        SessionWorld.Text(record.RequestBody).Should().Be("{\"self\":\"${engine.base}/s\"}");
        SessionWorld.Text(world.Records[1].RequestBody).Should().Be("self ${engine.base}");
        record.Checks.Should().AllSatisfy(check => check.Passed.Should().BeTrue("checks see what the engine sent"));
        record.Path.Should().Be("/x?to=${engine.base}%2Fq");
    }
}
