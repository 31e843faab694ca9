using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using TestOps.EndToEnd.Tests.Binary;
using TestOps.EndToEnd.Tests.Suites;

namespace TestOps.EndToEnd.Tests.Serving;

public sealed class ServeTests
{
    [Fact]
    public async Task Serve_NothingConfigured_RunsTheBundledSampleThroughTheWholeFlow()
    {
        using var sandbox = new Sandbox();
        await using var server = await ServerProcess.StartAsync(sandbox);
        (await server.PostAsync("/tests/run")).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        var health = await server.Client.GetFromJsonAsync<JsonObject>("/engine_health");
        ((bool)health!["engine_ok"]!).Should().BeTrue();
        await server.BeginAsync();
        var runId = await server.RunAsync();
        var watcher = new Watcher(runId);

        (await watcher.ReadAsync(server.Client)).Should().BeTrue();

        var status = await server.StatusAsync(runId);
        ((string?)status["status"]).Should().BeOneOf("PASS", "WARN", "FAIL");
        ((string?)status["logs"]![0]).Should().Contain("Run started via api: suite toron-sample");
        ((string?)status["logs"]!.AsArray()[^1]).Should().Contain("Run completed with status ");
        status["statuses"]!.AsObject().Select(phase => phase.Key).Should().Equal("sim", "load", "replay");
        var result = await server.Client.GetFromJsonAsync<JsonObject>($"/tests/result/{runId}");
        ((double)result!["replay_engine"]!["determinism_score"]!).Should().Be(100);
        ((string?)result["k6_runner"]!["label"]).Should().Be("k6_runner");
        ((double)result["k6_runner"]!["metrics"]!["p95_ms"]!).Should().BePositive();
        var verified = await server.Client.GetFromJsonAsync<JsonObject>($"/snapshots/{runId}/verify?deep=true");
        ((bool)verified!["is_sound"]!).Should().BeTrue("{0}", verified);
        await ExamplesAreAsLiveAsync(server, runId);

        var stopped = await server.StopAsync();
        stopped.ExitCode.Should().Be(0, "{0}", stopped);
        (await sandbox.RunAsync("history", "--json")).Json["runs"]!.AsArray().Should().ContainSingle();
    }

    [Fact]
    public async Task Serve_RegisteredSuites_AreListedPlannedReplayedAndCompared()
    {
        using var sandbox = new Sandbox();
        sandbox.Write("run.yaml", SuiteText.Toron(users: 20));
        await using var server = await ServerProcess.StartAsync(sandbox, "--suite", "run.yaml");
        await server.BeginAsync();
        string[] runs = [await server.RunAsync(), await server.RunAsync("""{"seed":7}""")];
        foreach (var run in runs)
        {
            (await new Watcher(run).ReadAsync(server.Client)).Should().BeTrue();
        }

        var suites = await server.Client.GetFromJsonAsync<JsonObject>("/suites");
        var name = (string)suites!["suites"]![0]!["name"]!;
        (await server.Client.GetStringAsync($"/suites/{name}/plan?format=text")).Should().StartWith($"plan of {name}");
        var replay = await (await server.PostAsync($"/snapshots/{runs[0]}/replay", """{"session":3}""")).Content.ReadFromJsonAsync<JsonObject>();
        ((double)replay!["determinism_score"]!).Should().Be(100);
        ((int)replay["sessions"]!).Should().Be(1, "one was asked for");
        var same = await server.Client.GetFromJsonAsync<JsonObject>($"/snapshots/{runs[0]}/diff/{runs[0]}");
        ((bool)same!["is_identical"]!).Should().BeTrue();
        var other = await server.Client.GetFromJsonAsync<JsonObject>($"/snapshots/{runs[0]}/diff/{runs[1]}");
        ((long)other!["sessions"]!).Should().Be(20);
    }

    [Fact]
    public async Task RunAll_SuiteWithAnExtraPhase_RunsItToo()
    {
        using var sandbox = new Sandbox();
        sandbox.Write("run.yaml", SuiteText.Toron() + "phases: { greeting: { run: [echo, hello] } }\n");
        await using var server = await ServerProcess.StartAsync(sandbox, "--suite", "run.yaml");
        await server.BeginAsync();
        var plain = await server.RunAsync();
        var all = (string)JsonNode.Parse(await (await server.PostAsync("/tests/run_all")).Content.ReadAsStringAsync())!["run_id"]!;

        (await new Watcher(plain).ReadAsync(server.Client)).Should().BeTrue();
        (await new Watcher(all).ReadAsync(server.Client)).Should().BeTrue();

        (await server.StatusAsync(plain))["statuses"]!.AsObject().Select(phase => phase.Key).Should().NotContain("greeting");
        ((string?)(await server.StatusAsync(all))["statuses"]!["greeting"]).Should().Be("PASS");
    }

    [Theory]
    [InlineData("http://0.0.0.0:0", "beyond loopback")]
    [InlineData("http://example.com:80", "beyond loopback")]
    [InlineData("https://127.0.0.1:0", "no address")]
    [InlineData("x", "no address")]
    public async Task Serve_AddressThatItDoesNotBind_IsRefused(string url, string expected)
    {
        using var sandbox = new Sandbox();

        var result = await sandbox.RunAsync("serve", "--urls", url);

        result.ExitCode.Should().Be(2, "{0}", result);
        result.Error.Should().Contain(expected);
        Directory.Exists(sandbox.Data).Should().BeFalse();
    }

    [Fact]
    public async Task Serve_AddressInUse_SaysSo()
    {
        using var sandbox = new Sandbox();
        await using var server = await ServerProcess.StartAsync(sandbox);

        var result = await sandbox.RunAsync("serve", "--urls", server.Address.GetLeftPart(UriPartial.Authority));

        result.ExitCode.Should().Be(2, "{0}", result);
        result.Error.Should().Contain("is in use").And.StartWith("testops: --urls", "one clear error, and no stack before it");
    }

    [Fact]
    public async Task Serve_AddressThatCannotBeBound_SaysSo()
    {
        using var sandbox = new Sandbox();

        // Loopback by its name, and none that a socket of IPv6 takes.
        var result = await sandbox.RunAsync("serve", "--urls", "http://[::ffff:127.0.0.1]:0");

        result.ExitCode.Should().Be(2, "{0}", result);
        result.Error.Should().StartWith("testops: --urls: http://[::ffff:127.0.0.1]:0 cannot be bound: ");
    }

    [Fact]
    public async Task Serve_AnotherAddressOfLoopback_AnswersThere()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux has all of 127.0.0.0/8");
        using var sandbox = new Sandbox();
        await using var server = await ServerProcess.StartAtAsync(sandbox, "http://127.0.0.2:0");

        (await server.Client.GetAsync("/health/live")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Serve_SuiteWithProblems_IsRefusedBeforeItListens()
    {
        using var sandbox = new Sandbox();
        sandbox.Write("bad.yaml", "version: 1\nname: bad\n");

        var result = await sandbox.RunAsync("serve", "--urls", "http://127.0.0.1:0", "--suite", "bad.yaml");

        result.ExitCode.Should().Be(2, "{0}", result);
        result.Out.Should().BeEmpty();
    }

    [Fact]
    public async Task Request_ForAnotherHostName_IsRefused()
    {
        using var sandbox = new Sandbox();
        await using var server = await ServerProcess.StartAsync(sandbox);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live") { Headers = { Host = "evil.example" } };

        var refused = await server.Client.SendAsync(request);
        refused.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        refused.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
    }

    [Fact]
    public async Task Request_WhoseHeadersNeverEnd_IsCutOff()
    {
        using var sandbox = new Sandbox();
        await using var server = await ServerProcess.StartAsync(sandbox);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, server.Address.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes("GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "));
        using var deadline = new CancellationTokenSource(TestOpsBinary.DefaultDeadline);

        var buffer = new byte[1000];
        var text = Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer, deadline.Token));

        text.Should().StartWith("HTTP/1.1 408");
    }

    [Fact]
    public async Task Requests_AbsurdlyLargeOrMany_AreRefusedAndLeaveTheServerAsItWas()
    {
        using var sandbox = new Sandbox();
        await using var server = await ServerProcess.StartAsync(sandbox);
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => WrongPhraseAsync(server)));
        var before = ResidentMegabytes(server);

        for (var round = 0; round < 10; round++)
        {
            (await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => WrongPhraseAsync(server)))).Should().OnlyContain(status => status == 403 || status == 429);
            (await HugeAsync(server, isChunked: round % 2 == 0) ?? 413).Should().Be(413, "where the connection is not cut before the answer");
        }

        (ResidentMegabytes(server) - before).Should().BeLessThan(100, "a server keeps nothing of what it refuses");
        await server.BeginAsync();
        (await server.Client.GetAsync("/health/ready")).StatusCode.Should().Be(HttpStatusCode.OK);
        server.Program.Error.Should().NotContain("   at ");
    }

    [Fact]
    public async Task Stop_WithARun_EndsItWhileItsClientFollows()
    {
        using var sandbox = new Sandbox();
        sandbox.Write("run.yaml", SuiteText.Toron(users: 500_000));
        await using var server = await ServerProcess.StartAsync(sandbox, "--suite", "run.yaml", "--finish", "1ms");
        await server.BeginAsync();
        var runId = await server.RunAsync();
        var watcher = new Watcher(runId);
        await watcher.ReadAsync(server.Client, item => item.EventType == "progress");
        var following = watcher.ReadAsync(server.Client);

        var stopped = await server.StopAsync();

        stopped.ExitCode.Should().Be(0, "{0}", stopped);
        (await following).Should().BeTrue("the stream ends with the run: {0}", stopped);
        watcher.Seen[^1].Data.Should().Contain("CANCELLED");
    }

    /// <summary>Every member that an example of the document shows, an answer about a real run has.</summary>
    private static async Task ExamplesAreAsLiveAsync(ServerProcess server, string runId)
    {
        var document = await server.Client.GetFromJsonAsync<JsonObject>("/openapi/v1.json");
        foreach (var (path, item) in document!["paths"]!.AsObject())
        {
            if (item!["get"]?["responses"]!["200"]!["content"]?["application/json"]?["example"] is { } example)
            {
                var address = path.Replace("{run_id}", runId, StringComparison.Ordinal).Replace("{other_run_id}", runId, StringComparison.Ordinal).Replace("{name}", "toron-sample", StringComparison.Ordinal);
                Covers(await server.Client.GetFromJsonAsync<JsonNode>(address), example, address);
            }
        }
    }

    private static void Covers(JsonNode? live, JsonNode example, string at)
    {
        foreach (var (name, member) in example as JsonObject ?? [])
        {
            live!.AsObject().Select(found => found.Key).Should().Contain(name, "the example has it at {0}", at);
            if (member is not null && live[name] is JsonObject or JsonArray { Count: > 0 })
            {
                Covers(live[name], member, $"{at} {name}");
            }
        }

        if (example is JsonArray { Count: > 0 } items)
        {
            Covers(live!.AsArray()[0], items[0]!, at);
        }
    }

    private static async Task<int> WrongPhraseAsync(ServerProcess server)
    {
        using var response = await server.PostAsync("/begin", """{"phrase":"Open sesame"}""");
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        return (int)response.StatusCode;
    }

    /// <summary>The answer to 100 MB of body; null where the connection was cut under them.</summary>
    private static async Task<int?> HugeAsync(ServerProcess server, bool isChunked)
    {
        var content = new ByteArrayContent(new byte[100 * 1024 * 1024]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/begin") { Content = content };
        request.Headers.TransferEncodingChunked = isChunked;
        request.Headers.ExpectContinue = !isChunked;
        try
        {
            using var response = await server.Client.SendAsync(request);
            return (int)response.StatusCode;
        }
        catch (Exception cut) when (ServerProcess.IsCut(cut))
        {
            return null;
        }
    }

    private static long ResidentMegabytes(ServerProcess server) =>
        long.Parse(File.ReadLines($"/proc/{server.Program.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
}
