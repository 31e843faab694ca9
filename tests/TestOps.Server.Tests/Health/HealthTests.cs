using TestOps.Core.Engines;
using TestOps.Server.Tests.Rig;
using TestOps.Testing.Clocks;
using TestOps.Testing.Engines;

namespace TestOps.Server.Tests.Health;

public sealed class HealthTests
{
    [Fact]
    public async Task EngineHealth_WhileLocked_SaysWhatItKnowsAndNothingElse()
    {
        await using var world = await new ServerWorld().StartAsync(unlock: false);

        var body = await (await world.GetAsync("/engine_health")).Content.ReadAsStringAsync();

        body.Should().Be("""{"engine_ok":true,"version":"1.2","latency_estimate_ms":null}""", "the suite names no address to ask, and a number would be invented");
    }

    [Fact]
    public async Task EngineHealth_WithAnAddressToAsk_MeasuresOneCall()
    {
        var asked = new List<string>();
        await using var world = new ServerWorld();
        world.Suites.Engine = new ScriptedEngine((call, _) =>
        {
            asked.Add($"{call.Method} {call.Path}");
            return ScriptedEngine.Json("{}");
        }) { Version = "1.2" };
        await world.StartAsync(unlock: false);

        var health = await ServerWorld.JsonOf(await world.GetAsync("/engine_health?suite=loaded"));
        await world.GetAsync("/engine_health?suite=loaded");

        ((double)health["latency_estimate_ms"]!).Should().BeGreaterThanOrEqualTo(0);
        asked.Should().Equal("GET /health");
    }

    [Fact]
    public async Task EngineHealth_EngineThatFails_Is503WithTheSameInDetail()
    {
        await using var world = new ServerWorld { Time = new ManualTime() };
        world.Suites.Engine = new ScriptedEngine((_, _) => EngineReply.Failed(new EngineFailure(EngineFailureKind.Unreachable, "nobody listens", 1212), 0)) { Version = "1.2" };
        await world.StartAsync(unlock: false);

        var problem = await ServerWorld.ProblemOf(await world.GetAsync("/engine_health?suite=loaded"), 503, "engine-unhealthy");

        problem["detail"]!.ToJsonString().Should().Be("""{"engine_ok":false,"version":"1.2","latency_estimate_ms":null}""");
        ((string?)problem["hint"]).Should().Be("nobody listens");
        await ServerWorld.ProblemOf(await world.GetAsync("/engine_health?suite=x"), 404, "suite-not-found");
    }

    [Fact]
    public async Task Ready_WithoutAStore_IsNotAndSaysWhenToAskAgain()
    {
        await using var world = await new ServerWorld().StartAsync();
        var runId = await world.RunAsync();
        await world.EndOfAsync(runId);
        world.Watched.IsDown = true;

        foreach (var path in (string[])["/health/ready", $"/tests/status/{runId}", $"/tests/stream/{runId}", $"/tests/result/{runId}", "/tests/history", "/snapshots", $"/snapshots/{runId}/verify"])
        {
            var refused = await world.GetAsync(path);
            await ServerWorld.ProblemOf(refused, 503, "store-unavailable");
            refused.Headers.RetryAfter!.Delta.Should().BePositive();
        }

        await ServerWorld.ProblemOf(await world.PostAsync("/tests/run"), 503, "store-unavailable");
        (await world.GetAsync("/health/live")).StatusCode.Should().Be(System.Net.HttpStatusCode.OK, "the process is well");
        world.Watched.IsDown = false;
        (await world.GetAsync("/health/ready")).StatusCode.Should().Be(System.Net.HttpStatusCode.OK);
    }

    [Fact]
    public async Task Ready_Always_AnswersAndUnknownAddressesAreProblems()
    {
        await using var world = await new ServerWorld().StartAsync(unlock: false);

        (await (await world.GetAsync("/health/live")).Content.ReadAsStringAsync()).Should().Be("""{"status":"live"}""");
        (await (await world.GetAsync("/health/ready")).Content.ReadAsStringAsync()).Should().Be("""{"status":"ready"}""");
        await ServerWorld.ProblemOf(await world.GetAsync("/nothing"), 404, "not-found");
        await ServerWorld.ProblemOf(await world.GetAsync("/begin"), 405, "method-not-allowed");
    }
}
