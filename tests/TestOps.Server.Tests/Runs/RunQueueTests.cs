using System.Collections.Concurrent;
using System.Net;
using TestOps.Core.Journaling;
using TestOps.Server.Tests.Rig;

namespace TestOps.Server.Tests.Runs;

public sealed class RunQueueTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Runs_MoreThanSlots_WaitInOrderAndShowTheirPlace()
    {
        var turns = new SemaphoreSlim(0);
        await using var world = await new ServerWorld().With("sim", (_, cancellationToken) => turns.WaitAsync(cancellationToken)).StartAsync();
        string[] runs = [await world.RunAsync(), await world.RunAsync(), await world.RunAsync()];

        (await PlaceOf(world, runs[0])).Should().BeNull();
        (await PlaceOf(world, runs[1])).Should().Be(1);
        (await PlaceOf(world, runs[2])).Should().Be(2);
        ((string?)(await world.StatusAsync(runs[2]))["status"]).Should().Be("PENDING");
        turns.Release();
        await world.EndOfAsync(runs[0]);

        await Eventually.HoldsAsync(async () => await PlaceOf(world, runs[2]) == 1);
        turns.Release(2);
        foreach (var run in runs)
        {
            ((string?)(await world.EndOfAsync(run))["status"]).Should().Be("PASS");
        }
    }

    [Fact]
    public async Task Runs_AsManyAsSlots_GoOnAtOnceAndNoMore()
    {
        var (inside, go) = (new SemaphoreSlim(0), new TaskCompletionSource());
        await using var world = await new ServerWorld { Runs = new() { ConcurrentRuns = 2 } }.With("sim", (_, _) =>
        {
            inside.Release();
            return go.Task;
        }).StartAsync();
        string[] runs = [await world.RunAsync(), await world.RunAsync(), await world.RunAsync()];

        (await inside.WaitAsync(Deadline)).Should().BeTrue();
        (await inside.WaitAsync(Deadline)).Should().BeTrue("two slots run two at once");

        (await PlaceOf(world, runs[2])).Should().Be(1);
        inside.CurrentCount.Should().Be(0);
        go.SetResult();
        foreach (var run in runs)
        {
            ((string?)(await world.EndOfAsync(run))["status"]).Should().Be("PASS");
        }
    }

    [Fact]
    public async Task Runs_BeyondTheQueue_AreRefusedAndLeaveNothing()
    {
        var go = new TaskCompletionSource();
        await using var world = await new ServerWorld { Runs = new() { QueueLimit = 1 } }.With("sim", (_, _) => go.Task).StartAsync();
        await world.RunAsync();
        await world.RunAsync();

        var refused = await world.PostAsync("/tests/run");

        await ServerWorld.ProblemOf(refused, 503, "queue-full");
        refused.Headers.RetryAfter.Should().NotBeNull();
        (await world.Store.ListAsync(null, 10, CancellationToken.None)).Should().HaveCount(2);
        go.SetResult();
    }

    [Fact]
    public async Task Loads_OfTwoRuns_NeverOverlap()
    {
        var (inside, most) = (0, 0);
        await using var world = new ServerWorld { Runs = new() { ConcurrentRuns = 2 } };
        await world.With("load", async (context, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref inside));
            if (context.Plan.Seed == 1)
            {
                // Not before the other run has come so far: it says that it waits, or is in here as well.
                await Eventually.HoldsAsync(async () => Volatile.Read(ref inside) > 1 || (await world.Store.ListAsync(null, 10, CancellationToken.None)).Count == 2 && await WaitsForItsTurnAsync(world));
            }

            await ServerWorld.HoldAsync(context, "load");
            Interlocked.Decrement(ref inside);
        }).StartAsync();
        var first = await world.RunAsync("""{"suite":"loaded","seed":1}""");
        await Eventually.HoldsAsync(() => Task.FromResult(Volatile.Read(ref inside) == 1));
        var second = await world.RunAsync("""{"suite":"loaded","seed":2}""");

        foreach (var run in (string[])[first, second])
        {
            ((string?)(await world.EndOfAsync(run))["statuses"]!["load"]).Should().Be("PASS");
        }

        most.Should().Be(1);
        (await world.StatusAsync(second))["logs"]!.ToJsonString().Should().Contain("load waits for its turn");
    }

    [Fact]
    public async Task Cancel_Once_DrainsTheRun()
    {
        var started = new TaskCompletionSource();
        await using var world = await new ServerWorld().With("sim", async (context, cancellationToken) =>
        {
            await ServerWorld.HoldAsync(context, "sim");
            started.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }).StartAsync();
        var runId = await world.RunAsync();
        await started.Task;

        var cancelled = await world.PostAsync($"/tests/cancel/{runId}");

        cancelled.StatusCode.Should().Be(HttpStatusCode.Accepted);
        (await cancelled.Content.ReadAsStringAsync()).Should().Be($$"""{"run_id":"{{runId}}","status":"draining"}""");
        var status = await world.EndOfAsync(runId);
        ((string?)status["status"]).Should().Be("CANCELLED");
        ((int)status["exit_code"]!).Should().Be(130);
        ((string?)status["logs"]!.AsArray()[^1]).Should().Contain("Run completed with status CANCELLED");
        (await world.GetAsync($"/tests/result/{runId}")).StatusCode.Should().Be(HttpStatusCode.OK, "what was recorded is sealed");
        await ServerWorld.ProblemOf(await world.PostAsync($"/tests/cancel/{runId}"), 409, "run-finished");
    }

    [Fact]
    public async Task Cancel_Twice_StopsARunThatDoesNotDrain()
    {
        var (started, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var world = await new ServerWorld().With("sim", async (context, _) =>
        {
            started.SetResult();
            await go.Task;
            await ServerWorld.HoldAsync(context, "sim");
        }).StartAsync();
        var runId = await world.RunAsync();
        await started.Task;
        await world.PostAsync($"/tests/cancel/{runId}");

        var second = await ServerWorld.JsonOf(await world.PostAsync($"/tests/cancel/{runId}"));
        go.SetResult();

        ((string?)second["status"]).Should().Be("stopping");
        var status = await world.EndOfAsync(runId);
        ((string?)status["status"]).Should().Be("INTERRUPTED");
        ((string?)status["cause"]).Should().Contain("stopped at once");
        (await world.Store.FindAsync(Parse(runId), CancellationToken.None))!.Status.Should().Be(Core.RunStatus.Interrupted);
        ((string?)(await ServerWorld.JsonOf(await world.GetAsync($"/tests/result/{runId}")))["error"]).Should().Contain("stopped at once");
    }

    [Fact]
    public async Task Cancel_OnceARunThatDoesNotDrain_StopsItAfterTheLimit()
    {
        var (started, never) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var world = await new ServerWorld { Runs = new() { DrainFor = TimeSpan.FromMilliseconds(50) } }.With("sim", (_, _) =>
        {
            started.SetResult();
            return never.Task;
        }).StartAsync();
        var runId = await world.RunAsync();
        await started.Task;

        await world.PostAsync($"/tests/cancel/{runId}");

        var status = await world.EndOfAsync(runId).WaitAsync(Deadline);
        ((string?)status["status"]).Should().Be("INTERRUPTED");
        ((string?)status["cause"]).Should().Contain("stopped at once: cancelled by its user");
        never.SetResult();
    }

    [Fact]
    public async Task Cancel_ARunThatWaits_EndsItBeforeItsTurn()
    {
        var go = new TaskCompletionSource();
        var simulated = new ConcurrentBag<string>();
        await using var world = await new ServerWorld().With("sim", async (context, _) =>
        {
            simulated.Add(context.RunId.ToString());
            await go.Task;
        }).StartAsync();
        var running = await world.RunAsync();
        var waiting = await world.RunAsync();

        await world.PostAsync($"/tests/cancel/{waiting}");

        var status = await world.EndOfAsync(waiting);
        ((string?)status["status"]).Should().Be("CANCELLED");
        ((string?)status["logs"]!.AsArray()[0]).Should().Contain("Run started via api");
        simulated.Should().NotContain(waiting);
        go.SetResult();
        ((string?)(await world.EndOfAsync(running))["status"]).Should().NotBe("CANCELLED");
    }

    [Fact]
    public async Task Cancel_ARunOfAnotherProcess_IsRefused()
    {
        await using var world = await new ServerWorld().StartAsync();
        var run = new Core.Runs.RunRecord { RunId = world.Ids.NextRunId(), Trigger = "cli", Suite = "first", Status = Core.RunStatus.Pending, CreatedAt = DateTimeOffset.UnixEpoch };
        await using var owner = await world.Store.CreateAsync(run, CancellationToken.None);

        await ServerWorld.ProblemOf(await world.PostAsync($"/tests/cancel/{run.RunId}"), 409, "run-elsewhere");
    }

    [Fact]
    public async Task Key_SameKeyAndBody_IsTheSameRunHoweverTheBodyIsWritten()
    {
        await using var world = await new ServerWorld().StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(async i =>
            await (await world.PostAsync("/tests/run", i % 2 == 0 ? """{"seed":7,"suite":"first"}""" : """ { "suite" : "first", "seed" : "7" } """, ("Idempotency-Key", "abc"))).Content.ReadAsStringAsync()));

        answers.Distinct().Should().ContainSingle();
        (await world.Store.ListAsync(null, 100, CancellationToken.None)).Should().ContainSingle();
    }

    [Fact]
    public async Task Key_SentAgainWhileTheFirstTakesTheLastPlace_IsTheSameRun()
    {
        var (created, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var world = await new ServerWorld { Runs = new() { QueueLimit = 0 } }.With("sim", (_, _) => go.Task).StartAsync();
        world.Watched.Creation = created.Task;

        var requests = Enumerable.Range(0, 4).Select(_ => world.PostAsync("/tests/run", null, ("Idempotency-Key", "abc"))).ToList();
        await Eventually.HoldsAsync(() => Task.FromResult(world.Watched.Creations > 0));
        created.SetResult();
        var answers = await Task.WhenAll(requests);

        answers.Select(answer => answer.StatusCode).Distinct().Should().Equal(HttpStatusCode.Accepted);
        go.SetResult();
    }

    [Fact]
    public async Task Key_OtherBodyOrCall_IsRefused()
    {
        await using var world = await new ServerWorld().StartAsync();
        await world.PostAsync("/tests/run", """{"seed":7}""", ("Idempotency-Key", "abc"));

        await ServerWorld.ProblemOf(await world.PostAsync("/tests/run", """{"seed":8}""", ("Idempotency-Key", "abc")), 422, "idempotency-key-reused");
        await ServerWorld.ProblemOf(await world.PostAsync("/tests/run_all", """{"seed":7}""", ("Idempotency-Key", "abc")), 422, "idempotency-key-reused");
        await ServerWorld.ProblemOf(await world.PostAsync("/tests/run", null, ("Idempotency-Key", new string('k', 256))), 400, "parameter-invalid");
        await ServerWorld.ProblemOf(await world.PostAsync("/tests/run", null, ("Idempotency-Key", "a b")), 400, "parameter-invalid");
    }

    [Fact]
    public async Task Key_AfterARestart_IsStillTheSameRun()
    {
        var ids = Testing.Runs.SequentialIds.Create();
        var first = await new ServerWorld { Ids = ids }.StartAsync();
        var before = await (await first.PostAsync("/tests/run", null, ("Idempotency-Key", "abc"))).Content.ReadAsStringAsync();
        await first.DisposeAsync();
        await using var second = await new ServerWorld { Database = first.Database, Ids = ids }.StartAsync();

        (await (await second.PostAsync("/tests/run", null, ("Idempotency-Key", "abc"))).Content.ReadAsStringAsync()).Should().Be(before);
    }

    [Fact]
    public async Task Key_OfARunThatWasRefused_IsFree()
    {
        var go = new TaskCompletionSource();
        await using var world = await new ServerWorld { Runs = new() { QueueLimit = 0 } }.With("sim", (_, _) => go.Task).StartAsync();
        var running = await world.RunAsync();
        await ServerWorld.ProblemOf(await world.PostAsync("/tests/run", """{"seed":7}""", ("Idempotency-Key", "abc")), 503, "queue-full");
        go.SetResult();
        await world.EndOfAsync(running);

        await Eventually.HoldsAsync(async () => (await world.PostAsync("/tests/run", """{"seed":8}""", ("Idempotency-Key", "abc"))).StatusCode == HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Run_LongerThanTheServersLimit_IsCancelledAsTimedOut()
    {
        await using var world = await new ServerWorld { Runs = new() { TimeoutMax = TimeSpan.FromMilliseconds(50) } }.With("sim", (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken)).StartAsync();

        var status = await world.EndOfAsync(await world.RunAsync());

        ((string?)status["status"]).Should().Be("CANCELLED");
        ((int)status["exit_code"]!).Should().Be(124);
    }

    [Fact]
    public async Task Run_ThatTimesOutAndDoesNotDrain_IsStopped()
    {
        var never = new TaskCompletionSource();
        await using var world = await new ServerWorld { Runs = new() { TimeoutMax = TimeSpan.FromMilliseconds(50), DrainFor = TimeSpan.FromMilliseconds(50) } }.With("sim", (_, _) => never.Task).StartAsync();

        var status = await world.EndOfAsync(await world.RunAsync());

        ((string?)status["status"]).Should().Be("INTERRUPTED");
        ((string?)status["logs"]!.AsArray()[^1]).Should().Contain("stopped at once");
        never.SetResult();
    }

    [Fact]
    public async Task Run_LongerThanItsLimit_IsCancelledAsTimedOut()
    {
        await using var world = await new ServerWorld().With("sim", (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken)).StartAsync();

        var status = await world.EndOfAsync(await world.RunAsync("""{"timeout":"50ms"}"""));

        ((string?)status["status"]).Should().Be("CANCELLED");
        ((int)status["exit_code"]!).Should().Be(124);
    }

    private static Core.RunId Parse(string runId) => Core.RunId.TryParse(runId, out var id) ? id : throw new FormatException(runId);

    private static async Task<bool> WaitsForItsTurnAsync(ServerWorld world)
    {
        var newest = (await world.Store.ListAsync(null, 1, CancellationToken.None))[0].RunId;
        return (await world.Store.ReadAsync(newest, 0, 100, CancellationToken.None)).Any(entry => entry.Event is Notice { Message: { } text } && text.Contains("load waits for its turn", StringComparison.Ordinal));
    }

    private static async Task<int?> PlaceOf(ServerWorld world, string runId) => (int?)(await world.StatusAsync(runId))["queue_position"];
}
