using System.Net;
using System.Net.Sockets;
using System.Text;
using TestOps.Core;
using TestOps.Server.Tests.Rig;

namespace TestOps.Server.Tests.Problems;

/// <summary>Requests that no client of good will sends: each is refused with its status, and the server goes on as before.</summary>
public sealed class BadRequestTests
{
    /// <summary>What is no request of HTTP: the connection refuses it, before there is anything that could be answered with a document.</summary>
    [Theory]
    [InlineData("GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\nX: a\rSet-Cookie: b\r\n\r\n", "400")]
    [InlineData("GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\nX: a\0b\r\n\r\n", "400")]
    [InlineData("GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\nX : a\r\n\r\n", "400")]
    [InlineData("GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n folded\r\n\r\n", "400")]
    [InlineData("GET /health/live HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400")]
    [InlineData("GET /health/live HTTP/1.1\r\n\r\n", "400")]
    [InlineData("GET /tests/status/%00 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", "400")]
    [InlineData("GET /health/live HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n", "505")]
    [InlineData("\0\u0001\u0002\r\n\r\n", "400")]
    [InlineData("POST /tests/run HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}", "400")]
    [InlineData("POST /tests/run HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n", "400")]
    [InlineData("POST /tests/run HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: gzip\r\n\r\n", "400")]
    public async Task Connection_WithWhatIsNoHttp_IsRefusedAndClosed(string request, string status)
    {
        await using var world = await new ServerWorld().StartAsync();

        var answer = await SendAsync(world, request);

        answer.Should().StartWith($"HTTP/1.1 {status} ").And.Contain("\r\nConnection: close").And.NotContain("Set-Cookie");
        (await world.GetAsync("/health/ready")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await world.Store.ListAsync(null, 10, CancellationToken.None)).Should().BeEmpty();
    }

    [Theory]
    [InlineData("GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ", 20_000, "431")]
    [InlineData("GET /tests/status/", 20_000, "414")]
    public async Task Connection_WithAHeadWithoutAnEnd_IsRefused(string beginning, int more, string status)
    {
        await using var world = await new ServerWorld().StartAsync();

        (await SendAsync(world, beginning + new string('a', more) + " HTTP/1.1\r\n\r\n")).Should().StartWith($"HTTP/1.1 {status} ");
    }

    [Theory]
    [InlineData("/tests/status/%0d%0aSet-Cookie:%20a=b")]
    [InlineData("/tests/stream/%0d%0aSet-Cookie:%20a=b")]
    [InlineData("/tests/status/%ff%fe")]
    [InlineData("/tests/status/%c3%28")]
    [InlineData("/snapshots/%0d%0aSet-Cookie:%20a=b")]
    [InlineData("/suites/%0d%0aSet-Cookie:%20a=b")]
    [InlineData("/%0d%0aSet-Cookie:%20a=b")]
    public async Task Address_WithLineBreaksOrBytesThatAreNoText_IsNotFoundAndAddsNoHeader(string path)
    {
        await using var world = await new ServerWorld().StartAsync();

        var answer = await SendAsync(world, $"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");

        answer.Should().StartWith("HTTP/1.1 404 ").And.Contain("\r\nContent-Type: application/problem+json\r\n").And.NotContain("\nSet-Cookie");
    }

    [Theory]
    [InlineData("/suites/..%2f..%2fetc%2fpasswd")]
    [InlineData("/suites/%2e%2e%5cx")]
    [InlineData("/suites/..%2fx/plan")]
    [InlineData("/suites/first.yaml")]
    [InlineData("/engine_health?suite=..%2f..%2fetc%2fpasswd")]
    public async Task Suite_UnknownOrAPath_IsNotFoundAndReadNowhere(string path)
    {
        await using var world = await new ServerWorld().StartAsync();

        await ServerWorld.ProblemOf(await world.GetAsync(path), 404, "suite-not-found", "no registered suite has that name");

        world.Suites.Wishes.Should().BeEmpty("nothing that a caller sends becomes a path");
    }

    [Fact]
    public async Task Body_InPieces_IsCutAtItsBound()
    {
        await using var world = await new ServerWorld().StartAsync();
        var request = new HttpRequestMessage(HttpMethod.Post, "/tests/run") { Content = new StringContent("{\"trigger\":\"" + new string('a', 200_000) + "\"}") };
        request.Headers.TransferEncodingChunked = true;

        await ServerWorld.ProblemOf(await world.Client.SendAsync(request), 413, "body-too-large");
    }

    [Theory]
    [InlineData("POST /tests/run HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n", "request-malformed")]
    [InlineData("POST /tests/run HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\u001f\u0008\u0008\0", "body-malformed")]
    public async Task Body_ThatCannotBeRead_IsMalformed(string request, string code)
    {
        await using var world = await new ServerWorld().StartAsync();

        (await SendAsync(world, request)).Should().StartWith("HTTP/1.1 400 ").And.Contain($"\"code\":\"{code}\"");
        (await world.Store.ListAsync(null, 10, CancellationToken.None)).Should().BeEmpty();
    }

    [Theory]
    [InlineData("""{"suite":"first","suite":"loaded"}""")]
    [InlineData("""{"suite":"first","\u0073uite":"loaded"}""")]
    [InlineData("""{"suite":"first",}""")]
    [InlineData("""{"suite":"first"} {}""")]
    [InlineData("""{'suite':'first'}""")]
    [InlineData("""{"seed":NaN}""")]
    [InlineData("""{"seed":0x10}""")]
    [InlineData("""/**/{}""")]
    public async Task Body_ThatIsNoStrictJson_StartsNothing(string body)
    {
        await using var world = await new ServerWorld().StartAsync();

        await ServerWorld.ProblemOf(await world.PostAsync("/tests/run", body), 400, "body-malformed");
        (await world.Store.ListAsync(null, 10, CancellationToken.None)).Should().BeEmpty();
    }

    [Theory]
    [InlineData("""{"suite":"first","\u0073uite":"loaded"}""", "the name 'suite' is there twice in one object")]
    [InlineData("""{"suite":{"a":1,"b":{"a":1}},"faults":[{"b":1,"b":2}]}""", "the name 'b' is there twice in one object")]
    public async Task Body_WithANameTwice_IsToldWhich(string body, string detail)
    {
        await using var world = await new ServerWorld().StartAsync();

        await ServerWorld.ProblemOf(await world.PostAsync("/tests/run", body), 400, "body-malformed", detail);
    }

    [Fact]
    public async Task Body_NestedWithoutAnEnd_IsMalformed()
    {
        await using var world = await new ServerWorld().StartAsync();

        await ServerWorld.ProblemOf(await world.PostAsync("/tests/run", string.Concat(Enumerable.Repeat("{\"a\":", 5000))), 400, "body-malformed");
        await ServerWorld.ProblemOf(await world.PostAsync("/tests/run", new string('[', 60_000)), 400, "body-malformed");
    }

    [Theory]
    [InlineData("""{"seed":1e400}""")]
    [InlineData("""{"seed":18446744073709551616}""")]
    [InlineData("""{"seed":"18446744073709551616"}""")]
    [InlineData("""{"seed":1.5}""")]
    [InlineData("""{"users":1e9}""")]
    [InlineData("""{"users":10000001}""")]
    [InlineData("""{"users":2147483648}""")]
    [InlineData("""{"timeout":"99999999999999999999h"}""")]
    [InlineData("""{"timeout":"0s"}""")]
    [InlineData("""{"timeout":60}""")]
    [InlineData("""{"faults":["a","b","c","d","e","f","g","h","i","j","k"]}""")]
    public async Task Body_WithAbsurdNumbers_NamesTheMemberAndStartsNothing(string body)
    {
        await using var world = await new ServerWorld().StartAsync();

        var problem = await ServerWorld.ProblemOf(await world.PostAsync("/tests/run", body), 422, "body-invalid");

        var member = body[2..body.IndexOf('"', 2)];
        problem["problems"]!.AsArray().Should().ContainSingle().Which!.ToString().Should().StartWith(member + ": must be ");
        (await world.Store.ListAsync(null, 10, CancellationToken.None)).Should().BeEmpty();
    }

    [Fact]
    public async Task Body_WithManyProblems_TellsAllOfThemAtOnce()
    {
        await using var world = await new ServerWorld().StartAsync();

        var problem = await ServerWorld.ProblemOf(await world.PostAsync("/tests/run", """{"suit":"x","seed":-1,"users":"7","strict":1,"trigger":"a b"}"""), 422, "body-invalid");

        problem["problems"]!.AsArray().Select(text => ((string)text!).Split(':')[0]).Should().BeEquivalentTo("suit", "seed", "users", "strict", "trigger");
    }

    [Fact]
    public async Task Call_ThatMeetsAnErrorOfOurs_ShowsNothingOfOurInsides()
    {
        await using var world = await new ServerWorld().StartAsync();
        world.Suites.Failure = new InvalidOperationException("the secret of the house");

        foreach (var answer in (HttpResponseMessage[])[await world.GetAsync("/suites/first"), await world.PostAsync("/tests/run"), await world.GetAsync("/engine_health")])
        {
            await ServerWorld.ProblemOf(answer, 500, "internal-error", "TestOps itself failed; its log has the cause");
            (await answer.Content.ReadAsStringAsync()).Should().NotContain("secret").And.NotContain("Exception").And.NotContain("   at ");
        }

        world.Suites.Failure = null;
        ((string?)(await world.EndOfAsync(await world.RunAsync()))["status"]).Should().Be("PASS", "the place in the queue was given back");
    }

    [Theory]
    [InlineData(ExitCode.Usage, 422, "suite-invalid")]
    [InlineData(ExitCode.TargetRefused, 503, "environment")]
    [InlineData(ExitCode.Environment, 503, "environment")]
    public async Task Call_WhoseSuiteCannotBePlanned_SaysWhoMustAct(ExitCode exitCode, int status, string code)
    {
        await using var world = await new ServerWorld().StartAsync();
        world.Suites.Failure = new ToldFailure(exitCode);

        foreach (var answer in (HttpResponseMessage[])[await world.GetAsync("/suites/first"), await world.GetAsync("/suites/first/plan"), await world.PostAsync("/tests/run")])
        {
            var problem = await ServerWorld.ProblemOf(answer, status, code, "the file is gone");
            ((string?)problem["hint"]).Should().Be("put it back");
        }
    }

    [Fact]
    public async Task Host_ThatIsNotServed_IsRefusedWithADocument()
    {
        await using var world = await new ServerWorld { AllowedHosts = ["127.0.0.1"] }.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live") { Headers = { Host = "evil.example" } };

        await ServerWorld.ProblemOf(await world.Client.SendAsync(request), 400, "request-malformed", "the Host of the request is none that this server answers to");
        (await world.GetAsync("/health/live")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    /// <summary>Sends bytes as they are, and reads to the end of the connection.</summary>
    private static async Task<string> SendAsync(ServerWorld world, string request)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, world.Address.Port);
        await socket.SendAsync(Encoding.Latin1.GetBytes(request));
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var answer = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer, deadline.Token) is > 0 and var read)
            {
                answer.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }
        }
        catch (SocketException)
        {
            // Closed with bytes of ours unread; what was answered has come before.
        }

        return answer.ToString();
    }

    private sealed class ToldFailure(ExitCode exitCode) : TestOpsException("TOLD", "the file is gone", "put it back")
    {
        public override ExitCode ExitCode => exitCode;
    }
}
