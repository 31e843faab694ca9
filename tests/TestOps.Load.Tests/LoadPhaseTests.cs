using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using TestOps.Core;
using TestOps.Core.Engines;
using TestOps.Core.Journaling;
using TestOps.Core.Planning;
using TestOps.Core.Safety;
using TestOps.Core.Suites;
using TestOps.Core.WarRoom;
using TestOps.Load.Metrics;
using TestOps.Load.Tests.Fakes;

namespace TestOps.Load.Tests;

public sealed class LoadPhaseTests
{
    private static readonly string s_answer = ScriptedServer.Ok("""{"id":1}""");

    [Fact]
    public async Task RunAsync_KestrelThatAnswers_MeasuresExactlyWhatTheEngineSaw()
    {
        var seen = 0;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapPost("/query", (HttpRequest request) =>
        {
            Interlocked.Increment(ref seen);
            return request.Headers.ContainsKey("X-Lease") ? Results.Json(new { id = 1 }) : Results.StatusCode(500);
        });
        await app.StartAsync();
        var engine = new AddressedEngine(new Uri(app.Urls.Single()));
        await using var bench = await PhaseBench.CreateAsync(engine, Load(
            [Rate("steady", 100), Vus("closed", 2) with { StartTime = TimeSpan.FromMilliseconds(500) }],
            ("http_req_failed", "rate<0.01"), ("http_req_duration{scenario:steady,name:ask}", "p(95)<5000"), ("checks{check:id}", "rate==1"), ("http_reqs{status:404}", "count<1")));

        await bench.RunAsync();

        bench.Metric("http_reqs").Value.Should().Be(seen, "the warm-up goes elsewhere and nothing is left out");
        bench.Metric("iterations").Value.Should().Be(seen);
        bench.Metric("checks").Value.Should().Be(1);
        bench.Metric("http_req_duration{scenario:steady,name:ask}").Data!["values"]!["count"]!.GetValue<long>().Should().Be(100 - (long)(Value(bench, "dropped_iterations") ?? 0));
        bench.Metric("iteration_start_lag").Unit.Should().Be("ms");
        bench.Gate("load/iterations").Holds.Should().BeTrue();
        bench.Gate("load/answers").Value.Should().Be($"{seen} of {seen}");
        bench.Gate("load/generator").Limit.Should().Be("within its limits");
        bench.Context.Artifacts["k6"]["generator"]!["trustworthy"]!.GetValue<bool>().Should().Be(bench.Gate("load/generator").Value == "within its limits");
        bench.Gate("load/http_req_failed rate<0.01").Should().BeEquivalentTo(new { Holds = (bool?)true, Value = "0", Limit = "< 0.01", Margin = "0.01" });
        bench.Gate("load/http_req_duration{scenario:steady,name:ask} p(95)<5000").Value.Should().MatchRegex(@"^[0-9.]+ ms$");
        bench.Gate("load/http_reqs{status:404} count<1").Holds.Should().BeNull("k6 would take 0 for it");
        var seconds = bench.Journal.Events.OfType<LoadSecondMeasured>().ToList();
        seconds.Sum(second => second.Requests).Should().Be(seen);
        seconds.Sum(second => LatencyHistogram.Decode(second.DurationHistogram).Count).Should().Be(seen);
        bench.Journal.Events.OfType<PhaseProgress>().Select(progress => progress.Done).Should().BeInAscendingOrder().And.EndWith(2);
        (engine.Requests.Single().Purpose, engine.OpenLeases).Should().Be((LeasePurpose.Load, 0));
    }

    [Fact]
    public async Task RunAsync_Artifact_HasTheKeysOfK6sSummary()
    {
        await using var server = ScriptedServer.Answering(s_answer);
        await using var bench = await PhaseBench.CreateAsync(new AddressedEngine(server.Address), Load([Rate("steady", 50)], ("http_req_duration", "p(95)<5000"), ("http_req_duration", "max<0")));

        await bench.RunAsync();

        var artifact = bench.Context.Artifacts["k6"];
        artifact["driver"]!.GetValue<string>().Should().Be("builtin");
        artifact["label"]!.GetValue<string>().Should().Be("k6_runner");
        artifact["cancelled"]!.GetValue<bool>().Should().BeFalse();
        var duration = artifact["metrics"]!["http_req_duration"]!;
        (duration["type"]!.GetValue<string>(), duration["contains"]!.GetValue<string>()).Should().Be(("trend", "time"));
        ((JsonObject)duration["values"]!).Select(value => value.Key).Should().Equal("avg", "min", "med", "max", "p(90)", "p(95)", "p(99)", "count");
        duration["thresholds"]!.ToJsonString().Should().Be(JsonSerializer.Serialize(new Dictionary<string, object> { ["p(95)<5000"] = new { ok = true }, ["max<0"] = new { ok = false } }));
        artifact["thresholds"]!["http_req_duration"]!["max<0"]!["value"]!.GetValue<double>().Should().Be(duration["values"]!["max"]!.GetValue<double>());
        ((JsonObject)artifact["metrics"]!["http_req_failed"]!["values"]!).Select(value => value.Key).Should().Equal("rate", "passes", "fails");
        ((JsonObject)artifact["metrics"]!["iterations"]!["values"]!).Select(value => value.Key).Should().Equal("count", "rate");
        artifact["metrics"]!["http_req_duration{expected_response:true}"].Should().NotBeNull();
        artifact["metrics"]!["p95_ms"]!.GetValue<double>().Should().Be(duration["values"]!["p(95)"]!.GetValue<double>());
        artifact["metrics"]!["error_rate"]!.GetValue<double>().Should().Be(0);
        artifact["metrics"]!["data_sent"]!["values"]!["count"]!.GetValue<long>().Should().BePositive();
        bench.Gate("load/http_req_duration max<0").Holds.Should().BeFalse();
        bench.Incidents.Should().Contain(IncidentCodes.LoadThresholdCrossed);
    }

    [Fact]
    public async Task RunAsync_NobodyListens_IsInconclusiveAndSaysSo()
    {
        var gone = new ScriptedServer(_ => Task.CompletedTask);
        var address = gone.Address;
        await gone.DisposeAsync();
        await using var bench = await PhaseBench.CreateAsync(new AddressedEngine(address), Load([Rate("steady", 20)], ("http_req_duration", "p(95)<500"), ("checks", "rate>0.5")));

        await bench.RunAsync();

        bench.Gate("load/iterations").Holds.Should().BeTrue();
        bench.Gate("load/answers").Holds.Should().BeNull("a dead engine has no latency, however green k6's zeros look");
        bench.Gate("load/checks rate>0.5").Holds.Should().BeFalse("what was not answered was not right");
        bench.Metric("http_req_failed").Value.Should().Be(1);
        bench.Incidents.Should().Contain([IncidentCodes.EngineDied]);
        bench.Journal.Events.OfType<Notice>().Should().Contain(notice =>
            notice.Text.Contains("requests of the load got no answer (Unreachable ", StringComparison.Ordinal) && notice.Text.EndsWith($"Z, POST /query: {address.Authority}: connection refused", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_NoIterationCompletes_IsInconclusive()
    {
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WaitForEndAsync();
        });
        await using var bench = await PhaseBench.CreateAsync(new AddressedEngine(server.Address), Load([Vus("closed", 2) with { GracefulStop = TimeSpan.Zero }]));

        await bench.RunAsync();

        bench.Gate("load/iterations").Should().BeEquivalentTo(new { Holds = (bool?)null, Value = "0 iterations", Detail = "2 iterations interrupted, 0 starts dropped" });
        bench.Gate("load/answers").Holds.Should().BeNull();
        bench.Journal.Events.OfType<MetricMeasured>().Should().NotContain(metric => metric.Name.StartsWith("http_", StringComparison.Ordinal), "an interrupted request leaves no sample");
        bench.Metric("data_sent").Value.Should().BePositive("its bytes went over the wire all the same");
        bench.Context.Artifacts["k6"]["interrupted_iterations"]!.GetValue<long>().Should().Be(2);
    }

    [Fact]
    public async Task RunAsync_EngineTooSlowForTheRate_WarnsOfDroppedIterations()
    {
        await using var server = new ScriptedServer(async connection =>
        {
            while (await connection.ReadRequestAsync() is not null)
            {
                await connection.WaitAsync(300);
                await connection.WriteAsync(s_answer);
            }
        });
        await using var bench = await PhaseBench.CreateAsync(new AddressedEngine(server.Address), Load([Rate("steady", 20) with { PreAllocatedVus = 1, MaxVus = 1 }], ("dropped_iterations", "count<1")));

        await bench.RunAsync();

        bench.Metric("dropped_iterations").Value.Should().BeInRange(14, 19);
        (bench.Metric("dropped_iterations").Value + bench.Metric("iterations").Value).Should().Be(20);
        bench.Gate("load/dropped_iterations count<1").Holds.Should().BeFalse();
        bench.Incidents.Should().Contain(IncidentCodes.LoadDroppedIterations);
    }

    [Fact]
    public async Task RunAsync_Cancelled_KeepsWhatItHasAndThrows()
    {
        using var cancellation = new CancellationTokenSource();
        await using var server = ScriptedServer.Answering(s_answer);
        var engine = new AddressedEngine(server.Address);
        await using var bench = await PhaseBench.CreateAsync(
            engine,
            Load([Rate("steady", 50) with { Duration = TimeSpan.FromMinutes(10) }], ("http_reqs", "count>1000000")),
            runEvent => { if (runEvent is LoadSecondMeasured) { cancellation.Cancel(); } });

        await FluentActions.Awaiting(() => bench.RunAsync(cancellation.Token)).Should().ThrowAsync<OperationCanceledException>();

        bench.Metric("http_reqs").Value.Should().BePositive();
        bench.Context.Artifacts["k6"]["cancelled"]!.GetValue<bool>().Should().BeTrue();
        bench.Journal.Events.OfType<GateMeasured>().Should().BeEmpty("a load that was cut short proves nothing");
        engine.OpenLeases.Should().Be(0);
    }

    [Fact]
    public async Task RunAsync_JournalFails_StopsTheLoadAndRises()
    {
        await using var server = ScriptedServer.Answering(s_answer);
        var engine = new AddressedEngine(server.Address);
        await using var bench = await PhaseBench.CreateAsync(
            engine,
            Load([Rate("steady", 50) with { Duration = TimeSpan.FromMinutes(10) }]),
            runEvent => { if (runEvent is LoadSecondMeasured) { throw new StoreUnavailableException("the store", "the disk is full"); } });

        await FluentActions.Awaiting(() => bench.RunAsync()).Should().ThrowAsync<StoreUnavailableException>();

        engine.OpenLeases.Should().Be(0);
    }

    [Fact]
    public async Task RunAsync_UniqueRows_GoRoundAndRound()
    {
        var bodies = new System.Collections.Concurrent.ConcurrentBag<string>();
        await using var server = new ScriptedServer(async connection =>
        {
            while (await connection.ReadRequestAsync() is { } request)
            {
                bodies.Add(request.Split("\r\n\r\n")[1]);
                await connection.WriteAsync(s_answer);
            }
        });
        var rows = new DataTable("accounts", DataPick.Unique, [.. new[] { "a", "b", "c" }.Select(id => JsonSerializer.SerializeToElement(new { id }))], "");
        await using var bench = await PhaseBench.CreateAsync(new AddressedEngine(server.Address), Load([Rate("steady", 30)]), data: rows);

        await bench.RunAsync();

        bodies.Distinct().Order().Should().Equal("a", "b", "c");
        bodies.Count.Should().Be((int)bench.Metric("iterations").Value!);
    }

    [Fact]
    public async Task RunAsync_EngineWithoutAnAddress_IsRefused()
    {
        var engine = new AddressedEngine(null);
        await using var bench = await PhaseBench.CreateAsync(engine, Load([Vus("closed", 1)]));

        await FluentActions.Awaiting(() => bench.RunAsync()).Should().ThrowAsync<TestOpsException>().WithMessage("*no address*");

        engine.OpenLeases.Should().Be(0);
    }

    [Fact]
    public async Task RunAsync_AddressBeyondThePolicy_IsRefusedBeforeAnythingIsSent()
    {
        await using var bench = await PhaseBench.CreateAsync(new AddressedEngine(new Uri("http://192.0.2.1:8080")), Load([Vus("closed", 1)]));

        (await FluentActions.Awaiting(() => bench.RunAsync()).Should().ThrowAsync<TargetRefusedException>()).Which.ExitCode.Should().Be(ExitCode.TargetRefused);

        bench.Journal.Events.Should().BeEmpty();
    }

    [Fact]
    public async Task RunAsync_OverTheCapsWithMalformedThresholds_NamesAllOfIt()
    {
        var engine = new AddressedEngine(new Uri("http://127.0.0.1:1"));
        await using var bench = await PhaseBench.CreateAsync(
            engine, Load([Rate("steady", 500)], ("http_reqs", "nonsense")), caps: new LoadCaps { MaxRate = 100, MaxVus = 10, MaxDuration = TimeSpan.FromMilliseconds(500) });

        var thrown = await FluentActions.Awaiting(() => bench.RunAsync()).Should().ThrowAsync<InvalidSuiteException>();

        thrown.Which.Problems.Should().HaveCount(4);
        engine.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task RunAsync_ThresholdWithAbortOnFail_EndsTheLoadThere()
    {
        await using var server = ScriptedServer.Answering("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
        await using var bench = await PhaseBench.CreateAsync(new AddressedEngine(server.Address), LoadOf(
            [Rate("steady", 50) with { Duration = TimeSpan.FromMinutes(10) }, Vus("later", 1) with { StartTime = TimeSpan.FromMinutes(5) }],
            [new("http_req_duration", "p(95)<5000"), new("http_req_failed", "rate<0.5") { AbortOnFail = true, DelayAbortEval = TimeSpan.FromSeconds(1) }, new("http_reqs{scenario:later}", "count>0") { AbortOnFail = true }]));

        await bench.RunAsync();

        bench.Gate("load/http_req_failed rate<0.5").Should().BeEquivalentTo(new { Holds = (bool?)false, Value = "1" });
        bench.Gate("load/http_req_failed rate<0.5").Detail.Should().MatchRegex("^aborted after [0-9.]+ s$");
        bench.Gate("load/http_req_duration p(95)<5000").Holds.Should().BeTrue("later gates are judged on what was measured");
        bench.Gate("load/http_req_duration p(95)<5000").Detail.Should().MatchRegex("^judged on a load that http_req_failed rate<0.5 cut short after [0-9.]+ s$");
        var artifact = bench.Context.Artifacts["k6"];
        artifact["aborted_by"]!.GetValue<string>().Should().Be("http_req_failed rate<0.5");
        var abortedAfter = artifact["aborted_after_ms"]!.GetValue<double>();
        abortedAfter.Should().BeInRange(2000, 60_000);
        artifact["cancelled"]!.GetValue<bool>().Should().BeFalse();
        var seconds = bench.Journal.Events.OfType<LoadSecondMeasured>().ToList();
        seconds[0].Thresholds.Should().BeNull("thresholds are evaluated every two seconds");
        seconds[1].Thresholds.Should().HaveCount(3).And.Contain(new ThresholdStanding("http_req_failed", "rate<0.5", 1, false))
            .And.Contain(new ThresholdStanding("http_reqs{scenario:later}", "count>0", null, null), "what has no samples yet ends nothing");
        seconds.Count.Should().BeInRange(2, (int)(abortedAfter / 1000) + 1, "nothing runs on after the evaluation");
    }

    [Fact]
    public async Task RunAsync_CrossedBeforeDelayAbortEval_RunsToItsEnd()
    {
        await using var server = ScriptedServer.Answering("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
        await using var bench = await PhaseBench.CreateAsync(new AddressedEngine(server.Address), LoadOf(
            [Vus("closed", 1) with { Duration = TimeSpan.FromMilliseconds(2300) }],
            [new("http_req_failed", "rate<0.5") { AbortOnFail = true, DelayAbortEval = TimeSpan.FromHours(1) }]));

        await bench.RunAsync();

        bench.Gate("load/http_req_failed rate<0.5").Should().BeEquivalentTo(new { Holds = (bool?)false, Detail = (string?)null });
        bench.Context.Artifacts["k6"]["aborted_by"].Should().BeNull();
        bench.Journal.Events.OfType<LoadSecondMeasured>().ElementAt(1).Thresholds.Should().Equal(new ThresholdStanding("http_req_failed", "rate<0.5", 1, false));
        bench.Context.Artifacts["k6"]["duration_ms"]!.GetValue<double>().Should().BeGreaterThanOrEqualTo(2300);
    }

    [Fact]
    public async Task RunAsync_ScenarioWithTags_IsAPartThatThresholdsName()
    {
        await using var server = ScriptedServer.Answering(s_answer);
        await using var bench = await PhaseBench.CreateAsync(new AddressedEngine(server.Address), Load(
            [Rate("core", 20) with { Tags = new Dictionary<string, string> { ["team"] = "core" } }, Rate("web", 10) with { Tags = new Dictionary<string, string> { ["team"] = "web", ["tier"] = "2" } }],
            ("http_reqs{team:core}", "count>0"), ("http_reqs{team:web,tier:2,name:ask}", "count>0"), ("checks{team:web}", "rate==1"), ("iterations{team:core}", "count>0"), ("dropped_iterations{tier:2}", "count<10")));

        await bench.RunAsync();

        bench.Metric("http_reqs{team:core}").Value.Should().Be(20 - (bench.Metric("dropped_iterations").Value - bench.Metric("dropped_iterations{tier:2}").Value));
        bench.Metric("http_reqs{team:web,tier:2,name:ask}").Value.Should().Be(10 - bench.Metric("dropped_iterations{tier:2}").Value);
        bench.Gate("load/checks{team:web} rate==1").Holds.Should().BeTrue();
        bench.Metric("iterations{team:core}").Value.Should().Be(bench.Metric("http_reqs{team:core}").Value);
    }

    [Fact]
    public async Task RunAsync_SeveralSteps_SumsThemUpByName()
    {
        await using var server = ScriptedServer.Answering(s_answer);
        CallStepSpec Step(string name, string path) => new() { Name = name, Method = "GET", Path = path };
        await using var bench = await PhaseBench.CreateAsync(new AddressedEngine(server.Address), Load([Rate("steady", 20)]), steps: [Step("find", "/find"), Step("buy", "/buy"), Step("find", "/again")]);

        await bench.RunAsync();

        var endpoints = (JsonObject)bench.Context.Artifacts["k6"]["endpoints"]!;
        endpoints.Select(endpoint => endpoint.Key).Should().Equal("buy", "find");
        ((JsonObject)endpoints["buy"]!).Select(value => value.Key).Should().Equal("requests", "rate", "failed", "avg_ms", "p50_ms", "p95_ms", "p99_ms", "max_ms");
        endpoints["buy"]!["requests"]!.GetValue<long>().Should().Be((long)bench.Metric("iterations").Value!);
        endpoints["find"]!["requests"]!.GetValue<long>().Should().Be(2 * (long)bench.Metric("iterations").Value!);
        endpoints["find"]!["failed"]!.GetValue<double>().Should().Be(0);
        endpoints["find"]!["max_ms"]!.GetValue<double>().Should().BeGreaterThanOrEqualTo(endpoints["find"]!["p99_ms"]!.GetValue<double>());
        bench.Context.Artifacts["k6"]["metrics"]!["endpoints"].Should().BeNull("it is no metric of k6's");
    }

    [Fact]
    public async Task RunAsync_WaitForTheFirstStart_IsNoPartOfTheRates()
    {
        await using var server = ScriptedServer.Answering(s_answer);
        await using var bench = await PhaseBench.CreateAsync(new AddressedEngine(server.Address), Load([Rate("steady", 20) with { StartTime = TimeSpan.FromMilliseconds(1500) }]));

        await bench.RunAsync();

        var artifact = bench.Context.Artifacts["k6"];
        var seconds = artifact["duration_ms"]!.GetValue<double>() / 1000;
        artifact["metrics"]!["iterations"]!["values"]!["rate"]!.GetValue<double>().Should().BeApproximately(bench.Metric("iterations").Value!.Value / seconds, 1e-6);
        bench.Journal.Events.OfType<LoadSecondMeasured>().First().Requests.Should().Be(0);
        (seconds + 1.5).Should().BeLessThan(bench.Journal.Events.OfType<LoadSecondMeasured>().Count() + 0.1, "the wait is in the seconds of the journal, and not in the duration");
    }

    [Fact]
    public async Task RunAsync_RedirectsBeyondThePolicy_AreAGateWithoutData()
    {
        var asked = 0;
        await using var server = new ScriptedServer(async connection =>
        {
            while (await connection.ReadRequestAsync() is not null)
            {
                await connection.WriteAsync(Interlocked.Increment(ref asked) % 5 == 0 ? "HTTP/1.1 302 Found\r\nLocation: http://192.0.2.1/\r\nContent-Length: 0\r\n\r\n" : s_answer);
            }
        });
        await using var bench = await PhaseBench.CreateAsync(
            new AddressedEngine(server.Address), Load([Rate("steady", 50)], ("http_req_failed", "rate<0.9")) with { Http = new LoadHttpSpec { MaxRedirects = 1 } });

        await bench.RunAsync();

        bench.Gate("load/http_req_failed rate<0.9").Holds.Should().BeTrue("most requests are answered");
        bench.Gate("load/targets").Should().BeEquivalentTo(new { Holds = (bool?)null, Limit = "0" });
        bench.Gate("load/targets").Detail.Should().Contain("192.0.2.1").And.EndWith("--allow-host 192.0.2.1");
        bench.Incidents.Should().Contain("TARGET.REFUSED").And.NotContain("LOAD.NO_DATA");
    }

    [Fact]
    public async Task RunAsync_StreamBehindARedirect_IsReadAsAStream()
    {
        await using var server = new ScriptedServer(async connection =>
        {
            while (await connection.ReadRequestAsync() is { } request)
            {
                await connection.WriteAsync(request.StartsWith("POST /old", StringComparison.Ordinal)
                    ? "HTTP/1.1 307 Temporary Redirect\r\nLocation: /new\r\nContent-Length: 0\r\n\r\n"
                    : "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 27\r\n\r\ndata: hello\n\ndata: [DONE]\n\n");
            }
        });
        var step = new CallStepSpec { Name = "talk", Method = "POST", Path = "/old", Stream = new StreamSpec { Done = "[DONE]" } };
        await using var bench = await PhaseBench.CreateAsync(
            new AddressedEngine(server.Address), Load([Vus("closed", 1)], ("checks{check:stream}", "rate==1")) with { Http = new LoadHttpSpec { MaxRedirects = 1 } }, steps: [step]);

        await bench.RunAsync();

        bench.Gate("load/checks{check:stream} rate==1").Should().BeEquivalentTo(new { Holds = (bool?)true, Value = "1" });
    }

    private static double? Value(PhaseBench bench, string metric) => bench.Journal.Events.OfType<MetricMeasured>().SingleOrDefault(measured => measured.Name == metric)?.Value;

    private static ConstantArrivalRateSpec Rate(string name, int rate) => new()
    {
        Name = name, Exec = "ask", Rate = rate, Duration = TimeSpan.FromSeconds(1), PreAllocatedVus = 20, MaxVus = 20,
    };

    private static ConstantVusSpec Vus(string name, int users) => new() { Name = name, Exec = "ask", Vus = users, Duration = TimeSpan.FromSeconds(1) };

    private static LoadSpec Load(LoadScenarioSpec[] scenarios, params (string Metric, string Expression)[] thresholds) =>
        LoadOf(scenarios, [.. thresholds.Select(threshold => new ThresholdSpec(threshold.Metric, threshold.Expression))]);

    private static LoadSpec LoadOf(LoadScenarioSpec[] scenarios, ThresholdSpec[] thresholds) => new()
    {
        WarmUp = TimeSpan.FromMilliseconds(200), Scenarios = scenarios, Thresholds = thresholds,
    };
}
