using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Runs;
using TestOps.Server.Tests.Rig;
using TestOps.Testing.Engines;

namespace TestOps.Server.Tests.Runs;

/// <summary>What a server leaves behind, and what the next one makes of it.</summary>
public sealed class HandOverTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly IdSource _ids = Testing.Runs.SequentialIds.Create();

    [Fact]
    public async Task Shutdown_WithARunAndAQueue_EndsTheOneAndLeavesTheOtherToTheNextServer()
    {
        var started = new TaskCompletionSource();
        var first = await new ServerWorld { Ids = _ids }.With("sim", async (_, cancellationToken) =>
        {
            started.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }).StartAsync();
        var running = await first.RunAsync();
        var waiting = await first.RunAsync("""{"seed":7,"trigger":"nightly"}""");
        await started.Task;
        await using var runningStream = await first.OpenAsync(running);
        await using var waitingStream = await first.OpenAsync(waiting);

        var stopping = first.StopAsync();
        var frames = await runningStream.ReadToEndAsync();
        await stopping;

        frames[^2].Data.Should().Contain("Run completed with status CANCELLED: ended by SIGTERM");
        (await waitingStream.ReadAsync()).Should().BeNull("its stream closes without an end");
        (await RowAsync(first, running)).Status.Should().Be(RunStatus.Cancelled);
        (await RowAsync(first, waiting)).Status.Should().Be(RunStatus.Pending);
        (await first.Store.RecoverAsync(None)).Should().BeEmpty("a command that opens the store meanwhile leaves the run alone");
        await first.DisposeAsync();

        await using var second = await new ServerWorld { Database = first.Database, Snapshots = first.Snapshots, Ids = _ids }.StartAsync();
        var status = await second.EndOfAsync(waiting);

        ((string?)status["status"]).Should().Be("PASS");
        ((string?)status["logs"]![0]).Should().Contain("Run started via nightly");
        ((string?)status["logs"]![0]).Should().Contain("seed 7");
    }

    [Fact]
    public async Task Shutdown_WithARunThatSoonEnds_LetsItAndTakesNoOthers()
    {
        var (started, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var world = await new ServerWorld { Runs = new() { FinishFor = TimeSpan.FromMinutes(1) } }.With("sim", async (context, cancellationToken) =>
        {
            started.SetResult();
            await go.Task.WaitAsync(cancellationToken);
            await ServerWorld.HoldAsync(context, "sim");
        }).StartAsync();
        var runId = await world.RunAsync();
        await started.Task;
        await using var stream = await world.OpenAsync(runId);

        var stopping = world.StopAsync();
        await Eventually.HoldsAsync(async () => (await world.GetAsync("/health/ready")).StatusCode == System.Net.HttpStatusCode.ServiceUnavailable);

        var unready = await world.GetAsync("/health/ready");
        await ServerWorld.ProblemOf(unready, 503, "shutting-down");
        unready.Headers.RetryAfter.Should().NotBeNull();
        await ServerWorld.ProblemOf(await world.PostAsync("/tests/run"), 503, "shutting-down");
        (await world.GetAsync("/health/live")).StatusCode.Should().Be(System.Net.HttpStatusCode.OK);
        (await world.Store.ListAsync(null, 10, None)).Should().ContainSingle();
        go.SetResult();
        (await stream.ReadToEndAsync())[^1].Data.Should().Contain("\"status\":\"PASS\"");
        await stopping;
        (await RowAsync(world, runId)).Status.Should().Be(RunStatus.Pass);
    }

    [Fact]
    public async Task Shutdown_WithARunThatDoesNotDrain_StopsIt()
    {
        var (started, never) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var world = await new ServerWorld { Runs = new() { FinishFor = TimeSpan.FromMilliseconds(50), DrainFor = TimeSpan.FromMilliseconds(50) } }.With("sim", (_, _) =>
        {
            started.SetResult();
            return never.Task;
        }).StartAsync();
        var runId = await world.RunAsync();
        await started.Task;
        await using var stream = await world.OpenAsync(runId);

        await world.StopAsync().WaitAsync(TimeSpan.FromSeconds(60));

        (await stream.ReadToEndAsync())[^1].Data.Should().Contain("\"status\":\"INTERRUPTED\"");
        (await RowAsync(world, runId)).Status.Should().Be(RunStatus.Interrupted);
        never.SetResult();
    }

    [Fact]
    public async Task Start_RunsThatWaited_AreTakenOverInTheirOrderAndCanBeCancelled()
    {
        var go = new TaskCompletionSource();
        await using var before = new ServerWorld { Ids = _ids };
        string[] waiting = [await LeaveAsync(before, Order("first")), await LeaveAsync(before, Order("first")), await LeaveAsync(before, Order("loaded"))];

        await using var world = await new ServerWorld { Database = before.Database, Ids = _ids }.With("sim", (_, _) => go.Task).StartAsync();

        await Eventually.HoldsAsync(async () => (int?)(await world.StatusAsync(waiting[2]))["queue_position"] == 2);
        ((int?)(await world.StatusAsync(waiting[1]))["queue_position"]).Should().Be(1);
        await world.PostAsync($"/tests/cancel/{waiting[1]}");
        ((string?)(await world.EndOfAsync(waiting[1]))["status"]).Should().Be("CANCELLED");
        go.SetResult();
        ((string?)(await world.EndOfAsync(waiting[2]))["suite"]).Should().Be("loaded");
    }

    [Theory]
    [InlineData("""{"call":"run","suite":"gone","trigger":"api","seed":null,"users":null,"environment":null,"faults":[],"strict":false,"timeout_ms":null}""", "this server has no suite 'gone'")]
    [InlineData("""{"call":"run","suite":"first","trigger":"api","seed":null,"users":null,"environment":"moon","faults":[],"strict":false,"timeout_ms":null}""", "there is no environment 'moon'")]
    [InlineData("""[1]""", "no order that this version can read")]
    [InlineData("""{"call":"run","trigger":7}""", "no order that this version can read")]
    public async Task Start_AnOrderThatCannotBeCarriedOutAnyMore_EndsInErrorWithItsCause(string order, string cause)
    {
        await using var before = new ServerWorld { Ids = _ids };
        var runId = await LeaveAsync(before, order);

        await using var world = await new ServerWorld { Database = before.Database, Ids = _ids }.StartAsync();
        var status = await world.EndOfAsync(runId);

        ((string?)status["status"]).Should().Be("ERROR");
        ((int)status["exit_code"]!).Should().Be(2);
        ((string?)status["cause"]).Should().Contain(cause);
        ((string?)status["logs"]!.AsArray()[^1]).Should().Contain("Run failed: it waited for its turn and cannot be started any more").And.NotContain("\n");
        ((string?)(await ServerWorld.JsonOf(await world.GetAsync($"/tests/result/{runId}")))["error"]).Should().Contain(cause);
        (await world.Store.ListIncidentsAsync(10, None)).Should().ContainSingle(incident => incident.Code == "RUN.NOT_STARTED");
    }

    [Fact]
    public async Task Start_ARunWithASealedSnapshot_GoesOnWhileItsClientsFollow()
    {
        var (replaying, never) = (new TaskCompletionSource(), new TaskCompletionSource());
        var first = new ServerWorld { Ids = _ids };
        first.Suites.Engine = new ScriptedEngine((_, _) => ScriptedEngine.Json("{}"));
        await first.With("replay", async (context, _) =>
        {
            await context.AppendAsync(new PhaseProgress("replay", 1, 2, "sessions"), None);
            await context.AppendAsync(new GateMeasured("replay", "replay/gate", false, "0 of 1", "all", null), None);
            replaying.SetResult();
            await never.Task;
            await ServerWorld.HoldAsync(context, "replay");
        }).StartAsync();
        var runId = await first.RunAsync();
        await replaying.Task;
        await using var client = await first.OpenAsync(runId, "?format=json");
        var before = await client.ReadUntilAsync(frame => frame.Event == "gate" && frame.Data.Contains("0 of 1", StringComparison.Ordinal));
        var progress = (int)(await first.StatusAsync(runId))["progress"]!;

        first.Database.KillOwners();
        await using var second = new ServerWorld { Database = first.Database, Snapshots = first.Snapshots, Ids = _ids };
        second.Suites.Engine = first.Suites.Engine;
        await second.StartAsync(unlock: false);
        await using var resumed = await second.OpenAsync(runId, "?format=json", before[^1].Id);
        var after = await resumed.ReadToEndAsync();

        after.Where(frame => frame.Event != "end").Select(frame => frame.Id).Should().Equal(Enumerable.Range(before.Count + 1, after.Count - 1).Select(number => $"{number}"));
        after.Should().ContainSingle(frame => frame.Event == "notice" && frame.Data.Contains("resumed from its sealed snapshot by the server process", StringComparison.Ordinal));
        var status = await second.StatusAsync(runId);
        ((string?)status["status"]).Should().Be("PASS", "the attempt that died counts for nothing: {0}", status);
        ((string?)status["statuses"]!["replay"]).Should().Be("PASS");
        progress.Should().BeInRange(50, 99);
        never.SetResult();
        await first.DisposeAsync();
        (await second.Store.ReadAsync(Parse(runId), 0, 1000, None)).Count.Should().Be(before.Count + after.Count - 1, "the first server came back and could write nothing");
    }

    [Fact]
    public async Task Start_ARunOfWhichACallerWasToldThatItDrains_DoesNotGoOn()
    {
        var (replaying, never) = (new TaskCompletionSource(), new TaskCompletionSource());
        var first = new ServerWorld { Ids = _ids };
        first.Suites.Engine = new ScriptedEngine((_, _) => ScriptedEngine.Json("{}"));
        await first.With("replay", async (_, _) =>
        {
            replaying.SetResult();
            await never.Task;
        }).StartAsync();
        var runId = await first.RunAsync();
        await replaying.Task;
        (await first.PostAsync($"/tests/cancel/{runId}")).StatusCode.Should().Be(System.Net.HttpStatusCode.Accepted);

        // It dies before the phase that drains comes to its end.
        first.Database.KillOwners();
        await using var second = new ServerWorld { Database = first.Database, Snapshots = first.Snapshots, Ids = _ids };
        second.Suites.Engine = first.Suites.Engine;
        await second.StartAsync(unlock: false);
        var status = await second.EndOfAsync(runId);

        ((string?)status["status"]).Should().Be("INTERRUPTED");
        ((string?)status["cause"]).Should().Contain("it was being stopped when its process died");
        status["logs"]!.ToJsonString().Should().Contain("a caller asked to stop the run: it drains");
        never.SetResult();
        await first.DisposeAsync();
    }

    [Fact]
    public async Task Start_AWaitingRunOfWhichACallerWasToldThatItDrains_IsNotStartedAgain()
    {
        var go = new TaskCompletionSource();
        var first = await new ServerWorld { Ids = _ids }.With("sim", (_, _) => go.Task).StartAsync();
        await first.RunAsync();
        var waiting = await first.RunAsync();

        (await first.PostAsync($"/tests/cancel/{waiting}")).StatusCode.Should().Be(System.Net.HttpStatusCode.Accepted);

        var row = await RowAsync(first, waiting);
        row.Status.Should().NotBe(RunStatus.Pending, "the next server starts what waits");
        (await first.Store.ReadAsync(row.RunId, 0, 1, None))[0].Event.Should().BeOfType<RunStarted>("a log begins with it");
        go.SetResult();
        await first.DisposeAsync();
    }

    [Fact]
    public async Task Start_ARunWhoseSnapshotIsGone_IsInterruptedWithTheReason()
    {
        await using var before = new ServerWorld { Ids = _ids };
        var run = Row(Order("first"));
        await using (var owner = await before.Store.CreateAsync(run, None))
        {
            await before.Store.UpdateAsync(run with { Status = RunStatus.Running, SnapshotPath = "snapshots/gone.json" }, owner, None);
        }

        await using var world = await new ServerWorld { Database = before.Database, Ids = _ids }.StartAsync();
        var status = await world.EndOfAsync(run.RunId.ToString());

        ((string?)status["status"]).Should().Be("INTERRUPTED");
        ((int)status["exit_code"]!).Should().Be(21);
        ((string?)status["cause"]).Should().Contain("not resumed: ").And.Contain("the journal does not say that the snapshot was sealed");
    }

    [Fact]
    public async Task Recovery_ThatFailsInWhateverWay_IsTriedAgain()
    {
        await using var before = new ServerWorld { Ids = _ids };
        await using var world = new ServerWorld { Database = before.Database, Ids = _ids };
        world.Watched.RecoveryFailure = new IOException("a test took the folder away");
        await world.StartAsync();
        await Eventually.HoldsAsync(() => Task.FromResult(world.Watched.Recoveries > 2));

        var runId = await LeaveAsync(before, Order("first"));
        world.Watched.RecoveryFailure = null;

        ((string?)(await world.EndOfAsync(runId))["status"]).Should().Be("PASS");
    }

    [Fact]
    public async Task Start_ARunThatAnotherLivingServerOwns_IsLeftToIt()
    {
        await using var before = new ServerWorld { Ids = _ids };
        var run = Row(Order("first"));
        await using var owner = await before.Store.CreateAsync(run, None);
        await using var world = await new ServerWorld { Database = before.Database, Ids = _ids }.StartAsync();

        ((string?)(await world.EndOfAsync(await world.RunAsync()))["status"]).Should().Be("PASS");

        (await RowAsync(world, run.RunId.ToString())).Should().Be(run);
    }

    private static string Order(string suite) =>
        $$"""{"call":"run","suite":"{{suite}}","trigger":"api","seed":null,"users":null,"environment":null,"faults":[],"strict":false,"timeout_ms":60000}""";

    private RunRecord Row(string order) => new() { RunId = _ids.NextRunId(), Trigger = "api", Suite = order.Contains("loaded", StringComparison.Ordinal) ? "loaded" : "first", Status = RunStatus.Pending, CreatedAt = DateTimeOffset.UnixEpoch, Request = order };

    private async Task<string> LeaveAsync(ServerWorld world, string order)
    {
        var run = Row(order);
        await (await world.Store.CreateAsync(run, None)).DisposeAsync();
        return run.RunId.ToString();
    }

    private static async Task<RunRecord> RowAsync(ServerWorld world, string runId) => (await world.Store.FindAsync(Parse(runId), None))!;

    private static RunId Parse(string runId) => RunId.TryParse(runId, out var id) ? id : throw new FormatException(runId);
}
