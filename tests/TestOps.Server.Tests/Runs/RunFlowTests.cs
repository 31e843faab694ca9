using System.Net;
using System.Text.RegularExpressions;
using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Server.Tests.Rig;

namespace TestOps.Server.Tests.Runs;

public sealed partial class RunFlowTests
{
    [Fact]
    public async Task Run_NoBodyAndNoContentType_StartsTheDefaultSuiteToTheLetter()
    {
        await using var world = await new ServerWorld().StartAsync();

        var response = await world.PostAsync("/tests/run");

        response.StatusCode.Should().Be(HttpStatusCode.Accepted);
        var body = await ServerWorld.JsonOf(response);
        body.Select(member => member.Key).Should().Equal("run_id", "status");
        ((string?)body["status"]).Should().Be("started");
        response.Headers.Location!.ToString().Should().Be($"/tests/status/{body["run_id"]}");
        ((string?)(await world.StatusAsync((string)body["run_id"]!))["suite"]).Should().Be("first");
    }

    [Fact]
    public async Task Status_AfterTheEnd_HasEveryFieldOfTheContract()
    {
        await using var world = await new ServerWorld().With("sim", async (context, _) =>
        {
            await context.AppendAsync(new MetricMeasured("sim", "latency_p95", 12.5, "ms"), CancellationToken.None);
            await ServerWorld.HoldAsync(context, "sim");
        }).With("replay", async (context, _) =>
        {
            await context.AppendAsync(new ReplayScored(0, null, 2, 2, 100, 90, 0.2, 1), CancellationToken.None);
            await ServerWorld.HoldAsync(context, "replay");
        }).StartAsync();
        var runId = await world.RunAsync("""{"trigger":"nightly"}""");

        var status = await world.EndOfAsync(runId);

        ((string?)status["run_id"]).Should().Be(runId);
        ((string?)status["status"]).Should().Be("PASS");
        ((string?)status["trigger"]).Should().Be("nightly");
        ((int)status["progress"]!).Should().Be(100);
        var logs = status["logs"]!.AsArray().Select(line => (string)line!).ToList();
        logs.Should().OnlyContain(line => Line().IsMatch(line));
        logs[0].Should().Contain("Run started via nightly");
        logs[^1].Should().EndWith("Run completed with status PASS");
        Time().IsMatch((string)status["started_at"]!).Should().BeTrue();
        Time().IsMatch((string)status["finished_at"]!).Should().BeTrue();
        status["statuses"]!.ToJsonString().Should().Be("""{"sim":"PASS","replay":"PASS"}""");
        ((double)status["summary"]!["determinism_score"]!).Should().Be(100);
        ((double)status["summary"]!["p95_latency"]!).Should().Be(12.5);
        status["summary"]!["modules"]!.ToJsonString().Should().Be("""["sim_runner","replay_engine"]""");
    }

    [Fact]
    public async Task Status_WhileTheRunGoesOn_OnlyGrowsAndNeverGoesBack()
    {
        var steps = new SemaphoreSlim(0);
        await using var world = await new ServerWorld().With("sim", async (context, cancellationToken) =>
        {
            for (var done = 1; done <= 5; done++)
            {
                await steps.WaitAsync(cancellationToken);
                await context.AppendAsync(new PhaseProgress("sim", done, 5, "sessions"), CancellationToken.None);
                await context.AppendAsync(new Notice("sim", EventSeverity.Info, $"step {done}"), CancellationToken.None);
            }
        }).StartAsync();
        var runId = await world.RunAsync();
        var before = await world.StatusAsync(runId);
        for (var step = 1; step <= 5; step++)
        {
            steps.Release();
            var text = $"step {step}";
            await Eventually.HoldsAsync(async () => (await world.StatusAsync(runId))["logs"]!.ToJsonString().Contains(text, StringComparison.Ordinal));
            var after = await world.StatusAsync(runId);

            after["logs"]!.AsArray().Select(line => (string)line!).Should().StartWith(before["logs"]!.AsArray().Select(line => (string)line!));
            ((int)after["progress"]!).Should().BeGreaterThanOrEqualTo((int)before["progress"]!).And.BeLessThan(step < 5 ? 100 : 101);
            before = after;
        }

        ((int)(await world.EndOfAsync(runId))["progress"]!).Should().Be(100);
    }

    [Fact]
    public async Task Run_WhosePhaseFails_SaysWhyInItsLastLine()
    {
        await using var world = await new ServerWorld().With("sim", (_, _) => throw new TestOpsException("ENGINE.UNREACHABLE", "nobody answers at 127.0.0.1:1", "start it")).StartAsync();
        var status = await world.EndOfAsync(await world.RunAsync());

        ((string?)status["status"]).Should().Be("ERROR");
        ((string?)status["logs"]!.AsArray()[^1]).Should().EndWith("Run failed: nobody answers at 127.0.0.1:1");
        status["statuses"]!.ToJsonString().Should().Be("""{"sim":"ERROR","replay":"SKIPPED"}""");
        ((string?)(await ServerWorld.JsonOf(await world.GetAsync($"/tests/result/{status["run_id"]}")))["error"]).Should().Be("nobody answers at 127.0.0.1:1");
    }

    [Fact]
    public async Task Result_AfterTheEnd_HasTheAggregate()
    {
        await using var world = await new ServerWorld().With("sim", async (context, _) =>
        {
            context.AddArtifact("sim", new System.Text.Json.Nodes.JsonObject { ["metrics"] = new System.Text.Json.Nodes.JsonObject { ["sessions"] = 2 } });
            await ServerWorld.HoldAsync(context, "sim");
        }).StartAsync();
        var runId = await world.RunAsync();
        await world.EndOfAsync(runId);

        var result = await ServerWorld.JsonOf(await world.GetAsync($"/tests/result/{runId}"));

        ((string?)result["sim_runner"]!["status"]).Should().Be("PASS");
        ((int)result["sim_runner"]!["metrics"]!["sessions"]!).Should().Be(2);
        result["sim_runner"]!["notes"]!.AsArray().Should().BeEmpty();
        result["k6_runner"].Should().BeNull();
        result["replay_engine"]!.AsObject().Select(member => member.Key).Should().Contain(["determinism_score", "drift_detected", "details"]);
        ((string?)result["snapshot_path"]).Should().EndWith($"{runId}.json");
        result["gates"]!.AsArray().Should().HaveCount(2);
        result["incidents"]!.AsArray().Should().BeEmpty();
        result["aggregated"]!.AsObject().Select(member => member.Key).Should().BeEquivalentTo("run_id", "trigger", "started_at", "finished_at", "results", "replay", "snapshot");
        ((string?)result["aggregated"]!["trigger"]).Should().Be("api");
    }

    [Fact]
    public async Task Result_OfALoad_HasItsMetricsAndTheirPlace()
    {
        await using var world = await new ServerWorld().With("load", async (context, _) =>
        {
            context.AddArtifact("k6", new System.Text.Json.Nodes.JsonObject { ["label"] = "k6_runner", ["script"] = null, ["metrics"] = new System.Text.Json.Nodes.JsonObject { ["p95_ms"] = 1.5, ["error_rate"] = 0 } });
            await ServerWorld.HoldAsync(context, "load");
        }).StartAsync();
        var runId = await world.RunAsync("""{"suite":"loaded"}""");
        await world.EndOfAsync(runId);

        var result = await ServerWorld.JsonOf(await world.GetAsync($"/tests/result/{runId}"));

        ((string?)result["k6_runner"]!["label"]).Should().Be("k6_runner");
        ((double)result["k6_runner"]!["metrics"]!["p95_ms"]!).Should().Be(1.5);
        ((string?)result["k6_runner"]!["results_path"]).Should().Be($"snapshots/{runId}.result.json");
        result["aggregated"]!["results"]!["k6_runner"]!.ToJsonString().Should().Be(result["k6_runner"]!.ToJsonString());
        result["replay_engine"].Should().NotBeNull("what is left out says so itself: {0}", result["replay_engine"]);
    }

    [Fact]
    public async Task Result_BeforeTheEnd_IsNotFound()
    {
        var go = new TaskCompletionSource();
        await using var world = await new ServerWorld().With("sim", (_, _) => go.Task).StartAsync();
        var runId = await world.RunAsync();

        await ServerWorld.ProblemOf(await world.GetAsync($"/tests/result/{runId}"), 404, "results-not-found", "results not found");
        go.SetResult();
    }

    [Fact]
    public async Task Result_OfARunWhoseOwnerDied_IsItsError()
    {
        await using var world = await new ServerWorld().StartAsync();
        var run = new Core.Runs.RunRecord { RunId = world.Ids.NextRunId(), Trigger = "cli", Suite = "first", Status = RunStatus.Pending, CreatedAt = DateTimeOffset.UnixEpoch };
        await (await world.Store.CreateAsync(run, CancellationToken.None)).DisposeAsync();

        var status = await world.EndOfAsync(run.RunId.ToString());
        var result = await ServerWorld.JsonOf(await world.GetAsync($"/tests/result/{run.RunId}"));

        ((string?)status["status"]).Should().Be("INTERRUPTED");
        ((string?)result["error"]).Should().Contain("the process that owned it is gone");
        result.Select(member => member.Key).Should().NotContain("sim_runner", "nothing was measured");
    }

    [Theory]
    [InlineData("GET", "/tests/status/")]
    [InlineData("GET", "/tests/stream/")]
    [InlineData("GET", "/tests/result/")]
    [InlineData("POST", "/tests/cancel/")]
    public async Task Run_Unknown_IsNotFoundWhateverItsId(string method, string path)
    {
        await using var world = await new ServerWorld().StartAsync();

        foreach (var id in (string[])["x", "01a20710-7b4a-706d-a239-4eab4f705b3f", "..%2f..%2fetc%2fpasswd", "%0d%0aX: y", "{}", "%ff", new string('a', 2000)])
        {
            var response = await world.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path + id));

            await ServerWorld.ProblemOf(response, 404, "run-not-found", "run_id not found");
        }
    }

    [Fact]
    public async Task Run_WithOverrides_PlansThemAndNothingElse()
    {
        await using var world = await new ServerWorld().StartAsync();
        await world.RunAsync("""{"suite":"loaded","seed":"18446744073709551615","users":7,"faults":["counter"],"strict":true,"timeout":"10m"}""");

        var wishes = world.Suites.Wishes.Peek();
        wishes.Overrides.Seed.Should().Be(ulong.MaxValue);
        wishes.Overrides.Users.Should().Be(7);
        wishes.Overrides.Faults.Should().Equal("counter");
        wishes.IncludesExtraPhases.Should().BeFalse();
        await world.RunAsync(call: "run_all");
        world.Suites.Wishes.Peek().IncludesExtraPhases.Should().BeTrue();
    }

    [Theory]
    [InlineData("""{"suite":"other"}""", 404, "suite-not-found")]
    [InlineData("""{"suite":"../../etc/passwd"}""", 404, "suite-not-found")]
    [InlineData("""{"suit":"first"}""", 422, "body-invalid")]
    [InlineData("""{"seed":-1}""", 422, "body-invalid")]
    [InlineData("""{"seed":1e300}""", 422, "body-invalid")]
    [InlineData("""{"users":0}""", 422, "body-invalid")]
    [InlineData("""{"users":99999999999999999999}""", 422, "body-invalid")]
    [InlineData("""{"trigger":"a\nb"}""", 422, "body-invalid")]
    [InlineData("""{"trigger":""}""", 422, "body-invalid")]
    [InlineData("""{"timeout":"3h"}""", 422, "body-invalid")]
    [InlineData("""{"strict":"yes"}""", 422, "body-invalid")]
    [InlineData("""{"faults":"counter"}""", 422, "body-invalid")]
    [InlineData("""{"environment":"moon"}""", 422, "suite-invalid")]
    [InlineData("\"run\"", 400, "body-malformed")]
    public async Task Run_BodyThatDoesNotFit_StartsNothing(string body, int status, string code)
    {
        await using var world = await new ServerWorld().StartAsync();

        await ServerWorld.ProblemOf(await world.PostAsync("/tests/run", body), status, code);

        (await world.Store.ListAsync(null, 10, CancellationToken.None)).Should().BeEmpty();
    }

    [Fact]
    public async Task Run_TextThatIsNoUnicode_IsMalformed()
    {
        await using var world = await new ServerWorld().StartAsync();
        using var invalid = new ByteArrayContent([.. "{\"trigger\":\""u8, 0xC3, 0x28, .. "\"}"u8]);
        using var surrogate = new ByteArrayContent("{\"trigger\":\"\\ud800\"}"u8.ToArray());
        using var name = new ByteArrayContent("{\"\\ud800\":1}"u8.ToArray());

        foreach (var content in (ByteArrayContent[])[invalid, surrogate, name])
        {
            await ServerWorld.ProblemOf(await world.Client.PostAsync("/tests/run", content), 400, "body-malformed");
        }
    }

    [Fact]
    public async Task Run_HugeBody_IsRefusedBeforeItIsRead()
    {
        await using var world = await new ServerWorld().StartAsync();
        using var content = new StringContent("{\"trigger\":\"" + new string('a', 200_000) + "\"}");

        await ServerWorld.ProblemOf(await world.Client.PostAsync("/tests/run", content), 413, "body-too-large");
    }

    [Fact]
    public async Task History_ByCursorAndFilter_GivesEachRunOnce()
    {
        await using var world = await new ServerWorld { Runs = new() { ConcurrentRuns = 4 } }.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            await world.EndOfAsync(await world.RunAsync(i % 2 == 0 ? """{"trigger":"even"}""" : """{"suite":"loaded"}"""));
        }

        var seen = new List<string>();
        string? before = null;
        do
        {
            var page = await ServerWorld.JsonOf(await world.GetAsync($"/tests/history?limit=2{(before is null ? "" : $"&before={before}")}"));
            seen.AddRange(page["runs"]!.AsArray().Select(run => (string)run!["run_id"]!));
            before = (string?)page["before"];
        }
        while (before is not null);

        seen.Should().HaveCount(5).And.OnlyHaveUniqueItems().And.BeInDescendingOrder(StringComparer.Ordinal);
        var even = await ServerWorld.JsonOf(await world.GetAsync("/tests/history?trigger=even&status=pass&suite=first"));
        even["runs"]!.AsArray().Should().HaveCount(3);
        foreach (var query in (string[])["limit=0", "limit=x", "before=x", "status=7", "status=unknown"])
        {
            await ServerWorld.ProblemOf(await world.GetAsync($"/tests/history?{query}"), 400, "parameter-invalid");
        }
    }

    [GeneratedRegex(@"^\[\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z\] \S.*$")]
    private static partial Regex Line();

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$")]
    private static partial Regex Time();
}
