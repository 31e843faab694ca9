using System.Globalization;
using System.IO.Pipes;
using System.Net;
using TestOps.Core;
using TestOps.Core.Engines;
using TestOps.Engines.Toron;

namespace TestOps.Engines.Tests.Toron;

/// <summary>The reference model over real sockets.</summary>
public sealed class ToronServerTests
{
    private static readonly string[] CrowdedPointers =
    [
        "/consensus/arbitration_model", "/consensus/arbitration_source", "/consensus/calibrated_confidence", "/consensus/confidence", "/consensus/model",
        "/consensus/output", "/consensus/source_weighted_confidence", "/metrics/latency_ms", "/metrics/tier_retries",
    ];

    [Fact]
    public async Task Run_FreePort_PrintsWhereItListens()
    {
        await using var server = await RunningToron.StartAsync();

        server.Line.Should().MatchRegex("^toron \\(built-in reference model, not Ryuzen Toron\\) listening on http://127\\.0\\.0\\.1:[0-9]+$");
    }

    [Fact]
    public async Task Run_PortInUse_SaysSo()
    {
        await using var server = await RunningToron.StartAsync();

        var second = () => ToronServer.RunAsync(new ToronServerOptions { Port = server.Address.Port }, TextWriter.Null, null, EngineCalls.Deadline);

        var exception = (await second.Should().ThrowAsync<TestOpsException>()).Which;
        exception.Message.Should().Contain(server.Address.Port.ToString(CultureInfo.InvariantCulture)).And.Contain("in use");
        exception.Hint.Should().Contain("--port 0");
    }

    [Fact]
    public async Task Run_ParentPipeEnds_Stops()
    {
        await using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        using var parentPipe = new StreamReader(new AnonymousPipeClientStream(PipeDirection.In, pipe.ClientSafePipeHandle));
        await using var server = await RunningToron.StartAsync(new ToronServerOptions(), parentPipe);
        server.Completion.IsCompleted.Should().BeFalse();

        pipe.Close();

        await server.Completion.WaitAsync(EngineCalls.Deadline);
    }

    [Fact]
    public async Task Contract_OverSockets_IsThatOfTheModel()
    {
        await using var server = await RunningToron.StartAsync();
        await using var lease = await server.LeaseAsync();
        var (remote, local) = (lease.ClientFor(0), await EngineCalls.Toron().SessionAsync());

        foreach (var (method, path, body) in new[]
        {
            ("GET", "/health", null), ("GET", "/live", null), ("GET", "/ready", null), ("GET", "/version", null), ("GET", "/query", null),
            ("GET", "/nothing", null), ("POST", "/generate", """{"prompt":"a question"}"""), ("POST", "/query", "{}"), ("POST", "/query", "{"),
            ("POST", "/query", """{"prompt":""}"""), ("POST", "/query", null), ("POST", "/query", $$"""{"prompt":"{{new string('a', 50_001)}}"}"""),
        })
        {
            var (over, inProcess) = (await remote.CallAsync(method, path, body), await local.CallAsync(method, path, body));
            over.Failure.Should().BeNull();
            over.Status.Should().Be(inProcess.Status);
            over.Text().Should().Be(inProcess.Text());
            over.ContentType.Should().Be("application/json");
        }

        (await remote.QueryAsync("a question", useCache: false)).DifferencesTo(await local.QueryAsync("a question", useCache: false)).Should().Equal("/metrics/latency_ms");
        (await remote.CallAsync("GET", "/query")).Headers.Single(header => header.Name == "Allow").Value.Should().Be("POST");
    }

    [Fact]
    public async Task Query_CachedTwice_IsVerbatimWithTheFirstLatency()
    {
        await using var server = await RunningToron.StartAsync();
        await using var lease = await server.LeaseAsync();

        var first = await lease.ClientFor(0).QueryAsync("a question");
        var second = await lease.ClientFor(1).QueryAsync("a question");

        second.Text().Should().Be(first.Text());
        lease.Version.Should().Be("v2.5H+");
    }

    [Fact]
    public async Task Query_WarmProcess_DriftsAndRestartedVariesInLatencyOnly()
    {
        var first = await SequenceAsync(twice: true);
        var second = await SequenceAsync(twice: false);

        first[10].DifferencesTo(first[0]).Should().Contain("/consensus/output", "a warm process is further on in its hidden counter");
        for (var call = 0; call < 10; call++)
        {
            second[call].DifferencesTo(first[call]).Where(pointer => pointer != "/metrics/latency_ms").Should().BeEmpty();
        }

        static async Task<List<EngineReply>> SequenceAsync(bool twice)
        {
            await using var server = await RunningToron.StartAsync();
            await using var lease = await server.LeaseAsync();
            var replies = new List<EngineReply>();
            for (var call = 0; call < (twice ? 20 : 10); call++)
            {
                replies.Add(await lease.ClientFor(0).QueryAsync($"question {call % 10}", useCache: false));
            }

            return replies;
        }
    }

    [Fact]
    public async Task Query_OneAfterTheOtherOnOwnConnections_NeverMeetsItself()
    {
        await using var server = await RunningToron.StartAsync();
        await using var lease = await server.LeaseAsync();
        var local = await EngineCalls.Toron().SessionAsync();
        for (var number = 0; number < 40; number++)
        {
            var call = new EngineCall
            {
                Context = EngineCalls.Context(),
                Method = "POST",
                Path = "/query",
                Headers = [new Header("Connection", "close")],
                Body = """{"prompt":"a question","use_cache":false}"""u8.ToArray(),
                ContentType = "application/json",
            };

            var differences = (await lease.ClientFor(0).CallAsync(call, EngineCalls.Deadline)).DifferencesTo(await local.CallAsync(call, EngineCalls.Deadline));

            differences.Should().Equal("/metrics/latency_ms");
        }
    }

    [Fact]
    public async Task Query_Concurrent_AlsoVariesInModelAndArbitration()
    {
        await using var server = await RunningToron.StartAsync(new ToronServerOptions { RealLatency = true });
        await using var lease = await server.LeaseAsync();

        var replies = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => lease.ClientFor(0).QueryAsync("a question", useCache: false)));

        var differing = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var reply in replies)
        {
            differing.UnionWith(reply.DifferencesTo(replies[0]));
        }

        differing.Should().Equal(CrowdedPointers);
    }

    [Fact]
    public async Task Latency_Real_IsWaitedForAndReportedAndCachedIsNot()
    {
        await using var server = await RunningToron.StartAsync(new ToronServerOptions { RealLatency = true });
        await using var lease = await server.LeaseAsync();

        var computed = await lease.ClientFor(0).QueryAsync("a question");
        var cached = await lease.ClientFor(0).QueryAsync("a question");

        computed.Json().GetProperty("metrics").GetProperty("latency_ms").GetDouble().Should().BeGreaterThanOrEqualTo(449);
        computed.ElapsedNs.Should().BeGreaterThan(440_000_000);
        cached.Text().Should().Be(computed.Text());
        cached.ElapsedNs.Should().BeLessThan(computed.ElapsedNs);
    }

    [Fact]
    public async Task Query_BodyBeyondTheServersLimit_IsRefused()
    {
        await using var server = await RunningToron.StartAsync();
        await using var lease = await server.LeaseAsync();

        var reply = await lease.ClientFor(0).QueryAsync(new string('a', 5 * 1024 * 1024));

        // Kestrel answers 413 and closes; a client that is still sending may see the close first.
        (reply.Status == 413 || reply.Failure?.Kind == EngineFailureKind.ConnectionLost).Should().BeTrue(reply.Failure?.ToString());
    }

    [Fact]
    public async Task Drift_Planted_DiffersBetweenProcesses()
    {
        await using var one = await RunningToron.StartAsync(new ToronServerOptions { Faults = [ToronFault.Parse("drift:/consensus/model")], Instance = 5 });
        await using var two = await RunningToron.StartAsync(new ToronServerOptions { Faults = [ToronFault.Parse("drift:/consensus/model")], Instance = 6 });
        await using var first = await one.LeaseAsync();
        await using var second = await two.LeaseAsync();

        var differences = (await first.ClientFor(0).QueryAsync("a question")).DifferencesTo(await second.ClientFor(0).QueryAsync("a question"));

        differences.Where(pointer => pointer != "/metrics/latency_ms").Should().Equal("/consensus/model");
    }

    [Fact]
    public async Task RateLimit_Planted_Answers429BeyondTheCalls()
    {
        await using var server = await RunningToron.StartAsync("rate-limit");
        await using var lease = await server.LeaseAsync();
        var statuses = new List<int>();
        for (var call = 0; call < 125; call++)
        {
            statuses.Add((await lease.ClientFor(0).QueryAsync("a question")).Status);
        }

        // At most two minutes are touched, so at least five of 125 calls are refused.
        statuses.Take(60).Should().AllSatisfy(status => status.Should().Be(200));
        statuses.Count(status => status == 429).Should().BeGreaterThanOrEqualTo(5);
    }

    [Fact]
    public async Task Hang_Planted_NeverAnswersAndStopsWithTheServer()
    {
        await using var server = await RunningToron.StartAsync("hang");
        await using var lease = await server.LeaseAsync(TimeSpan.FromSeconds(2));
        EngineFailure? failure = null;
        for (var session = 0; failure is null; session++)
        {
            failure = (await lease.ClientFor(session).QueryAsync("a question", context: EngineCalls.Context(session))).Failure;
        }

        failure.Kind.Should().Be(EngineFailureKind.Timeout);
    }

    [Fact]
    public async Task Share_WithTheCallersNumbers_IsTheSameInEveryProcess()
    {
        var one = await StatusesAsync();

        (await StatusesAsync()).Should().Equal(one);
        one.Should().Contain(500).And.Contain(200);

        static async Task<List<int>> StatusesAsync()
        {
            await using var server = await RunningToron.StartAsync("error");
            await using var lease = await server.LeaseAsync();
            var statuses = new List<int>();
            for (var session = 0; session < 60; session++)
            {
                statuses.Add((await lease.ClientFor(session).QueryAsync("a question", context: EngineCalls.Context(session))).Status);
            }

            return statuses;
        }
    }

    [Fact]
    public async Task Die_Planted_EndsTheServerWithAFailure()
    {
        await using var server = await RunningToron.StartAsync("die:1");
        await using var lease = await server.LeaseAsync();

        (await lease.ClientFor(0).QueryAsync("a question")).Status.Should().Be(200);
        (await lease.ClientFor(0).QueryAsync("a question")).Failure!.Kind.Should().Be(EngineFailureKind.ConnectionLost);

        var ended = () => server.Completion.WaitAsync(EngineCalls.Deadline);
        (await ended.Should().ThrowAsync<TestOpsException>()).Which.Message.Should().Contain("die");
        (await lease.ClientFor(0).QueryAsync("a question")).Failure!.Kind.Should().Be(EngineFailureKind.Unreachable);
    }

    [Fact]
    public async Task LoadLease_Child_IsFreshServesAndIsGoneAfterwards()
    {
        var engine = EngineCalls.Toron("drift:/consensus/model");
        Uri address;
        await using (var lease = await engine.LeaseAsync(new LeaseRequest(LeasePurpose.Load), EngineCalls.Deadline))
        {
            address = lease.BaseAddress!;
            lease.Evidence.Should().Be(EvidenceClass.Cooperating);
            lease.IsFresh.Should().BeTrue();
            lease.Freshness.Should().Contain("child process").And.Contain("not Ryuzen Toron");
            address.Host.Should().Be("127.0.0.1");
            var reply = await lease.ClientFor(0).QueryAsync("a question");
            reply.Json().GetProperty("consensus").GetProperty("model").GetString().Should().Contain("(drift ");
        }

        using var http = new HttpClient();
        var ask = () => http.GetAsync(new Uri(address, "/live"), EngineCalls.Deadline);
        await ask.Should().ThrowAsync<HttpRequestException>();
    }

    [Fact]
    public async Task LoadLease_ProgramMissing_SaysSo()
    {
        var engine = new ToronEngineFactory(new ToronChildCommand("no-such-testops", [])).Create(new TestOps.Core.Suites.EngineSpec { Kind = "toron" }, EngineCalls.Binding());

        var lease = () => engine.LeaseAsync(new LeaseRequest(LeasePurpose.Load), EngineCalls.Deadline);

        var exception = (await lease.Should().ThrowAsync<TestOpsException>()).Which;
        exception.Code.Should().Be("ENGINE.START_FAILED");
        exception.Message.Should().Contain("no-such-testops");
    }
}
