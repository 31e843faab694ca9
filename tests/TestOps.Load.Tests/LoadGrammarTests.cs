using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using TestOps.Core.Journaling;
using TestOps.Core.Suites;
using TestOps.Core.Suites.Reading;
using TestOps.Load.Tests.Fakes;

namespace TestOps.Load.Tests;

/// <summary>What a load makes of polls, streams, skipped steps and repetitions, against a server that counts.</summary>
public sealed class LoadGrammarTests
{
    private const string Steps = """
                - { name: start, call: POST /jobs, body: { n: "${user.index}" }, keep: { job: /id } }
                - { name: wait, call: "GET /jobs/${keep.job}", until: { at: /status, equals: done, every: 10ms, timeout: 30s } }
                - { name: talk, call: POST /talk, stream: { done: "[DONE]", join: /d }, expect: [ { js: "body === 'Hello world'" } ] }
                - { name: odd, if: "user.index % 2 === 1", call: "GET /odd/${user.index}" }
                - { name: thrice, repeat: 3, if: "step.repetition !== 2", call: "GET /thrice/${step.repetition}", cookies: { n: "${user.index}" } }
        """;

    [Fact]
    public async Task RunAsync_PollsStreamsAndSkippedSteps_CountsExactlyTheRequestsThatWereMade()
    {
        var seen = new ConcurrentQueue<string>();
        await using var app = await StartAsync(seen);
        string[] names = ["start", "wait", "talk", "odd", "thrice"];
        await using var bench = await PhaseBench.CreateAsync(
            new AddressedEngine(new Uri(app.Urls.Single())),
            Load([.. names.Select(name => new ThresholdSpec($"http_reqs{{name:{name}}}", "count>0")), new("checks", "rate==1"), new("checks{check:stream}", "rate==1"), new("checks{check:until}", "rate==1"), new("http_req_failed", "rate<=0")]),
            steps: SuiteReader.ReadOrThrow(Suite, "test.yaml").Sim!.Scenarios.Single().Steps);

        await bench.RunAsync();

        bench.Journal.Events.OfType<GateMeasured>().Where(gate => gate.Holds != true).Should().BeEmpty();
        var iterations = bench.Metric("iterations").Value!.Value;
        iterations.Should().BePositive();
        double Requests(string name) => bench.Metric($"http_reqs{{name:{name}}}").Value!.Value;
        Requests("start").Should().Be(iterations);
        Requests("wait").Should().Be(3 * iterations, "a job is done at the third attempt, and each attempt is a request");
        Requests("talk").Should().Be(iterations, "a stream is one request, however many events it has");
        Requests("odd").Should().Be(seen.Count(path => path.StartsWith("/odd/", StringComparison.Ordinal))).And.BeLessThan(iterations, "a skipped step is no request");
        Requests("thrice").Should().Be(2 * iterations);
        seen.Should().NotContain("/thrice/2");
        seen.Where(path => path.StartsWith("/odd/", StringComparison.Ordinal)).Should().OnlyContain(path => int.Parse(path.Replace("/odd/", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) % 2 == 1);
        bench.Metric("http_reqs").Value.Should().Be(seen.Count, "the warm-up goes elsewhere and nothing is left out");
        bench.Journal.Events.OfType<LoadSecondMeasured>().Sum(second => second.Requests).Should().Be(seen.Count);
        var checks = bench.Context.Artifacts["k6"]["metrics"]!["checks"]!["values"]!;
        checks["passes"]!.GetValue<long>().Should().Be((long)((9 * iterations) + Requests("odd")), "2 of start, 2 of wait, 3 of talk, 1 of thrice twice: a poll is checked once, a skipped step never");
        checks["fails"]!.GetValue<long>().Should().Be(0);
    }

    [Fact]
    public async Task RunAsync_StreamThatBreaksOff_FailsItsCheckAndNotItsRequest()
    {
        var seen = new ConcurrentQueue<string>();
        await using var app = await StartAsync(seen);
        await using var bench = await PhaseBench.CreateAsync(
            new AddressedEngine(new Uri(app.Urls.Single())),
            Load([new("checks{check:stream}", "rate>0.5"), new("http_req_failed", "rate<=0")]),
            steps: SuiteReader.ReadOrThrow(SuiteOf("                - { name: talk, call: POST /broken, stream: { done: \"[DONE]\", join: /d } }"), "test.yaml").Sim!.Scenarios.Single().Steps);

        await bench.RunAsync();

        bench.Gate("load/checks{check:stream} rate>0.5").Should().BeEquivalentTo(new { Holds = (bool?)false, Value = "0" });
        bench.Gate("load/http_req_failed rate<=0").Holds.Should().BeTrue();
        bench.Metric("http_reqs").Value.Should().Be(seen.Count).And.BePositive();
    }

    [Fact]
    public async Task RunAsync_ManyUsersThatPauseTogether_WaitInFullAndGoOn()
    {
        var seen = new ConcurrentQueue<string>();
        await using var app = await StartAsync(seen);
        await using var bench = await PhaseBench.CreateAsync(
            new AddressedEngine(new Uri(app.Urls.Single())),
            Load([new("iteration_duration", "min>=50")]) with { Scenarios = [new ConstantVusSpec { Name = "crowd", Exec = "ask", Vus = 200, Duration = TimeSpan.FromSeconds(1), GracefulStop = TimeSpan.FromSeconds(30) }] },
            steps: SuiteReader.ReadOrThrow(SuiteOf("                - { name: odd, call: GET /odd/1 }\n                - think: 50ms"), "test.yaml").Sim!.Scenarios.Single().Steps);

        await bench.RunAsync();

        bench.Gate("load/iteration_duration min>=50").Holds.Should().BeTrue("a pause is never cut short");
        bench.Metric("iterations").Value.Should().Be(seen.Count).And.BeGreaterThan(200, "every user goes on after its first pause");
    }

    private static string Suite => SuiteOf(Steps);

    private static string SuiteOf(string steps) => $"version: 1\nname: grammar\nengine: {{ kind: toron }}\nsim:\n  scenarios:\n    ask:\n      steps:\n{steps}\n";

    private static async Task<WebApplication> StartAsync(ConcurrentQueue<string> seen)
    {
        var asked = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        var jobs = 0;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.Use((context, next) =>
        {
            seen.Enqueue(context.Request.Path);
            return next(context);
        });
        app.MapPost("/jobs", () => Results.Json(new { id = Interlocked.Increment(ref jobs) }));
        app.MapGet("/jobs/{id}", (string id) => Results.Json(new { status = asked.AddOrUpdate(id, 1, static (_, before) => before + 1) == 3 ? "done" : "running" }));
        app.MapPost("/talk", context => StreamAsync(context, "data: {\"role\":\"x\"}\n\n", "data: {\"d\":\"Hello \"}\n\ndata: {\"d\":", "\"world\"}\n\n", "data: [DONE]\n\n", "data: {broken\n\n"));
        app.MapPost("/broken", context => StreamAsync(context, "data: {\"d\":\"Hello\"}\n\n"));
        app.MapGet("/odd/{n}", () => Results.Json(new { }));
        app.MapGet("/thrice/{n}", (HttpRequest request) => request.Cookies.ContainsKey("n") ? Results.Json(new { }) : Results.StatusCode(400));
        await app.StartAsync();
        return app;
    }

    private static async Task StreamAsync(HttpContext context, params string[] pieces)
    {
        context.Response.ContentType = "text/event-stream";
        foreach (var piece in pieces)
        {
            await context.Response.WriteAsync(piece);
            await context.Response.Body.FlushAsync();
        }
    }

    private static LoadSpec Load(ThresholdSpec[] thresholds) => new()
    {
        WarmUp = TimeSpan.FromMilliseconds(200),
        Scenarios = [new ConstantArrivalRateSpec { Name = "steady", Exec = "ask", Rate = 10, Duration = TimeSpan.FromSeconds(1), PreAllocatedVus = 10, MaxVus = 10 }],
        Thresholds = thresholds,
    };
}
