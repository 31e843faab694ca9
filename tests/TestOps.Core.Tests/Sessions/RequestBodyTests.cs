using System.Text;
using TestOps.Core.Engines;
using TestOps.Core.Traces;

namespace TestOps.Core.Tests.Sessions;

/// <summary>Forms and multipart bodies: what is sent, and what is recorded of it.</summary>
public sealed class RequestBodyTests
{
    private static readonly byte[] s_file = [0x00, 0xff, .. "testops"u8];

    [Fact]
    public async Task RunAsync_Form_IsEncodedInSuiteOrder_AndKeptValuesAreTokensInTheRecord()
    {
        var world = new SessionWorld(_ => SessionWorld.Json("{\"t\":\"s3/cret\"}"));

        await world.RunAsync("""
            - { name: a, call: POST /a, form: { user: "A b&ü", "x y": [1, true], empty: "" }, keep: { t: /t } }
            - { name: b, call: POST /b, form: { token: "${keep.t}", n: "1 2" } }
            """);

        world.Sent.Should().Equal("POST /a user=A+b%26%C3%BC&x+y=1&x+y=true&empty=", "POST /b token=s3%2Fcret&n=1+2");
        world.Calls.Should().OnlyContain(call => call.ContentType == "application/x-www-form-urlencoded");
        world.Records.Select(record => (record.RequestBody.Kind, SessionWorld.Text(record.RequestBody))).Should().Equal(
            (BodyKind.Text, "user=A+b%26%C3%BC&x+y=1&x+y=true&empty="), (BodyKind.Text, "token=${keep.t}&n=1+2"));
    }

    [Fact]
    public async Task RunAsync_Multipart_SendsTextsAndFiles_AndRecordsFilesByDigest()
    {
        const string step = "- { name: up, call: POST /up, multipart: [ { name: title, text: \"of ${user.id}\" }, { name: note, text: x, type: text/plain }, { name: doc, file: files/a.bin, filename: \"a\\\"b.bin\", type: image/png }, { name: raw, file: files/a.bin } ] }";
        var world = World();

        await world.RunAsync(step);
        await world.RunAsync(step);

        var call = world.Calls[0];
        var boundary = call.ContentType!.Split("boundary=")[1];
        boundary.Should().MatchRegex("^testops-[0-9a-f]{24}$");
        var file = Encoding.Latin1.GetString(s_file);
        Body(call).Should().Be(string.Concat(
            $"--{boundary}\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nof user-0\r\n",
            $"--{boundary}\r\nContent-Disposition: form-data; name=\"note\"\r\nContent-Type: text/plain\r\n\r\nx\r\n",
            $"--{boundary}\r\nContent-Disposition: form-data; name=\"doc\"; filename=\"a%22b.bin\"\r\nContent-Type: image/png\r\n\r\n{file}\r\n",
            $"--{boundary}\r\nContent-Disposition: form-data; name=\"raw\"; filename=\"a.bin\"\r\nContent-Type: application/octet-stream\r\n\r\n{file}\r\n",
            $"--{boundary}--\r\n"));
        world.Calls[1].ContentType.Should().Be(call.ContentType, "the boundary is a function of the suite");
        world.Records[0].RequestBody.Kind.Should().Be(BodyKind.Json);
        SessionWorld.Text(world.Records[0].RequestBody).Should().StartWith("[{\"name\":\"title\",\"text\":\"of user-0\"}").And.Contain("\"file\":\"files/a.bin\"").And.MatchRegex("\"sha256\":\"[0-9a-f]{64}\"");
    }

    [Fact]
    public async Task RunAsync_BoundaryWithinAText_TakesAnother()
    {
        var world = World();
        await world.RunAsync("- { name: up, call: POST /up, multipart: [ { name: a, text: \"${step.number}\" } ] }");
        var boundary = world.Calls[0].ContentType!.Split("boundary=")[1];

        var other = new SessionWorld(_ => SessionWorld.Json($"{{\"b\":\"--{boundary}\"}}"));
        await other.RunAsync("- { name: get, call: GET /b, keep: { b: /b } }\n- { name: up, call: POST /up, multipart: [ { name: a, text: \"${keep.b}\" } ] }");

        var sent = other.Calls[1].ContentType!.Split("boundary=")[1];
        Body(other.Calls[1]).Split($"--{sent}").Should().HaveCount(3);
        SessionWorld.Text(other.Records[1].RequestBody).Should().Be("[{\"name\":\"a\",\"text\":\"${keep.b}\"}]");
    }

    private static SessionWorld World() => new(_ => SessionWorld.Json("{}")) { Files = new Dictionary<string, ReadOnlyMemory<byte>> { ["files/a.bin"] = s_file } };

    private static string Body(EngineCall call) => Encoding.Latin1.GetString(call.Body.Span);
}
