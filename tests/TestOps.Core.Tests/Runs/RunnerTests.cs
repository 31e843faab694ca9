using System.Text;
using System.Text.Json.Nodes;
using TestOps.Core.Journaling;
using TestOps.Core.Runs;
using TestOps.Core.Snapshots;
using TestOps.Core.Suites;
using TestOps.Core.Verdicts;
using TestOps.Core.WarRoom;

namespace TestOps.Core.Tests.Runs;

public sealed class RunnerTests
{
    [Fact]
    public async Task RunAsync_AllPhasesComplete_RunsThemInOrderAndSealsBeforeReplay()
    {
        var world = new RunWorld();
        var outcome = await world.RunAsync();

        outcome.Verdict.Status.Should().Be(RunStatus.Pass);
        outcome.Verdict.ExitCode.Should().Be(ExitCode.Success);
        (await world.EventsAsync()).Select(Name).Should().Equal(
            "RunStarted", "PhaseStarted sim", "GateMeasured", "PhaseEnded sim completed", "PhaseStarted load", "GateMeasured", "PhaseEnded load completed", "SnapshotSealed",
            "PhaseStarted replay", "GateMeasured", "PhaseEnded replay completed", "ResultSealed", "RunEnded");
        var record = await world.RecordAsync();
        (record.Status, record.SnapshotPath).Should().Be((RunStatus.Pass, outcome.SnapshotPath));
        record.FinishedAt.Should().NotBeNull();
    }

    [Fact]
    public async Task RunAsync_Result_IsWrittenLastAndTheJournalHoldsItsDigest()
    {
        var world = new RunWorld();
        var outcome = await world.RunAsync();

        var file = SnapshotNames.Result(outcome.RunId);
        var bytes = Read(world, file);
        var sealedEvent = (await world.EventsAsync()).OfType<ResultSealed>().Single();
        sealedEvent.Sha256.Should().Be(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)));
        var result = JsonNode.Parse(bytes)!;
        result["files"]!.AsObject().Select(listed => listed.Key).Should().Equal(SnapshotNames.Head(outcome.RunId));
        ((string?)result["status"]).Should().Be("PASS");
        SnapshotVerifier.Verify(world.Snapshots, outcome.RunId, sealedEvent.Sha256).Damage.Should().BeNull();
        SnapshotVerifier.Verify(world.Snapshots, outcome.RunId, new string('0', 64)).Damage!.Problem.Should().Contain("the journal says");
    }

    [Fact]
    public async Task RunAsync_PhaseThrowsAnything_IsAnInternalErrorAndSkipsTheRest()
    {
        var world = new RunWorld().With("sim", (_, _) => throw new KeyNotFoundException("no such thing"));
        var outcome = await world.RunAsync();

        outcome.Verdict.Status.Should().Be(RunStatus.Error);
        outcome.Verdict.ExitCode.Should().Be(ExitCode.InternalError);
        outcome.Verdict.Cause.Should().Contain("KeyNotFoundException").And.Contain("no such thing");
        var events = await world.EventsAsync();
        events.OfType<IncidentOpened>().Single().Code.Should().Be(IncidentCodes.RunInternalError);
        events.OfType<PhaseSkipped>().Select(skipped => skipped.Phase).Should().Equal("load", "replay");
        events[^1].Should().BeOfType<RunEnded>().Which.Status.Should().Be("ERROR");
        outcome.Verdict.Gates.Select(gate => gate.Id).Should().Equal("sim/completed", "load/completed", "replay/completed");
        SnapshotVerifier.Verify(world.Snapshots, outcome.RunId, null).Damage.Should().BeNull();
    }

    [Theory]
    [InlineData("sim", ExitCode.Environment)]
    [InlineData("load", ExitCode.TargetRefused)]
    [InlineData("replay", ExitCode.Usage)]
    public async Task RunAsync_PhaseFailsWithAKnownFailure_TakesItsExitCode(string phase, ExitCode exitCode)
    {
        var world = new RunWorld().With(phase, (_, _) => throw new KnownFailure(exitCode));
        var outcome = await world.RunAsync();

        outcome.Verdict.Status.Should().Be(RunStatus.Error);
        outcome.Verdict.ExitCode.Should().Be(exitCode);
        (await world.EventsAsync()).OfType<IncidentOpened>().Single().Code.Should().Be("TEST.FAILURE");
    }

    [Theory]
    [InlineData("sim", CancelReason.User, ExitCode.Cancelled)]
    [InlineData("load", CancelReason.Terminated, ExitCode.Terminated)]
    [InlineData("replay", CancelReason.TimedOut, ExitCode.TimedOut)]
    [InlineData("sim", CancelReason.OverBudget, ExitCode.TimedOut)]
    public async Task RunAsync_StoppedInAPhase_KeepsWhatThereIsAndIsCancelled(string phase, CancelReason reason, ExitCode exitCode)
    {
        var world = new RunWorld();
        world.With(phase, async (context, cancellationToken) =>
        {
            await RunWorld.HoldAsync(context, phase, holds: false);
            world.Control.Cancel(reason);
            cancellationToken.ThrowIfCancellationRequested();
        });
        var outcome = await world.RunAsync();

        outcome.Verdict.Status.Should().Be(RunStatus.Cancelled, "a stop comes before a gate that fails");
        outcome.Verdict.ExitCode.Should().Be(exitCode);
        outcome.Verdict.Gates.Should().Contain(gate => gate.Id == $"{phase}/gate" && gate.Status == GateStatus.Fail);
        var events = await world.EventsAsync();
        events.OfType<PhaseEnded>().Single(ended => ended.Phase == phase).Outcome.Should().Be("cancelled");
        events.OfType<IncidentOpened>().Single().Code.Should().Be(reason switch
        {
            CancelReason.TimedOut => IncidentCodes.RunTimedOut,
            CancelReason.OverBudget => IncidentCodes.RunOverBudget,
            _ => IncidentCodes.RunCancelled,
        });
        events.OfType<SnapshotSealed>().Should().ContainSingle();
        SnapshotVerifier.Verify(world.Snapshots, outcome.RunId, null).Damage.Should().BeNull();
    }

    [Fact]
    public async Task RunAsync_LongerThanItsBudget_IsStoppedInGoodOrder()
    {
        var world = new RunWorld();
        world.With("load", (_, cancellationToken) =>
        {
            world.Time.Advance(TimeSpan.FromMinutes(30));
            cancellationToken.ThrowIfCancellationRequested();
            return Task.CompletedTask;
        });
        var plan = RunWorld.Plan();

        var outcome = await world.RunAsync(plan with { Suite = plan.Suite with { Budget = new BudgetSpec { Duration = TimeSpan.FromMinutes(30) } } });

        outcome.Verdict.Status.Should().Be(RunStatus.Cancelled);
        outcome.Verdict.ExitCode.Should().Be(ExitCode.TimedOut);
        outcome.Verdict.Cause.Should().Be("ran longer than its suite's budget.duration");
        (await world.EventsAsync()).OfType<IncidentOpened>().Single().Code.Should().Be(IncidentCodes.RunOverBudget);
        SnapshotVerifier.Verify(world.Snapshots, outcome.RunId, null).Damage.Should().BeNull();
    }

    [Fact]
    public async Task RunAsync_CancellationThatNobodyAskedFor_IsAnInternalError()
    {
        var world = new RunWorld().With("load", (_, _) => throw new TaskCanceledException("a bug"));

        (await world.RunAsync()).Verdict.ExitCode.Should().Be(ExitCode.InternalError);
    }

    [Fact]
    public async Task RunAsync_Aborted_EndsAsInterrupted()
    {
        var world = new RunWorld();
        world.With("sim", (_, cancellationToken) =>
        {
            world.Control.Cancel(CancelReason.User);
            world.Control.Cancel(CancelReason.User);
            cancellationToken.ThrowIfCancellationRequested();
            return Task.CompletedTask;
        });

        await world.Invoking(running => running.RunAsync()).Should().ThrowAsync<OperationCanceledException>();
        (await world.RecordAsync()).Status.Should().Be(RunStatus.Interrupted, "the run says so itself, and leaves it to nobody else");
        (await world.EventsAsync())[^1].Should().BeOfType<RunEnded>().Which.Cause.Should().Contain("stopped at once");
        (await world.Runs.RecoverAsync(TestContext.Current.CancellationToken)).Should().BeEmpty();
    }

    [Fact]
    public async Task RunAsync_AbortedInAPhaseThatNeverEnds_LeavesItBehind()
    {
        var world = new RunWorld();
        world.With("sim", (_, _) =>
        {
            world.Control.Cancel(CancelReason.User);
            world.Control.Cancel(CancelReason.User);
            return new TaskCompletionSource().Task;
        });

        await world.Invoking(running => running.RunAsync().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)).Should().ThrowAsync<OperationCanceledException>();
        (await world.RecordAsync()).Status.Should().Be(RunStatus.Interrupted);
    }

    [Fact]
    public async Task RunAsync_PhaseThatIsNotRegistered_CreatesNoRun()
    {
        var world = new RunWorld();

        await world.Invoking(running => running.RunAsync(RunWorld.Plan() with { Phases = ["sim", "smoke"] })).Should().ThrowAsync<ArgumentException>().WithMessage("*'smoke'*");
        (await world.Runs.ListAsync(null, 10, TestContext.Current.CancellationToken)).Should().BeEmpty();
    }

    [Fact]
    public async Task RunAsync_ArtifactThatCannotBeSealed_EndsTheRunInError()
    {
        var world = new RunWorld().With("load", (context, _) =>
        {
            context.AddArtifact("k6", JsonValue.Create(double.NaN));
            return Task.CompletedTask;
        });

        await world.Invoking(running => running.RunAsync()).Should().ThrowAsync<ArgumentException>();
        var record = await world.RecordAsync();
        record.Status.Should().Be(RunStatus.Error);
        (await world.EventsAsync())[^1].Should().BeOfType<RunEnded>().Which.ExitCode.Should().Be(1);
    }

    [Fact]
    public async Task RunAsync_ArtifactAfterTheSeal_IsRefused()
    {
        var world = new RunWorld().With("replay", (context, _) =>
        {
            context.AddArtifact("late", JsonValue.Create(1));
            return Task.CompletedTask;
        });
        var outcome = await world.RunAsync();

        outcome.Verdict.Status.Should().Be(RunStatus.Error);
        outcome.Verdict.Cause.Should().Contain("sealed");
    }

    [Fact]
    public async Task RunAsync_ArtifactsOfExtraPhases_AreInTheHead()
    {
        var world = new RunWorld().With("load", (context, _) =>
        {
            context.AddArtifact("lint", new JsonObject { ["warnings"] = 3 });
            return RunWorld.HoldAsync(context, "load");
        });
        var outcome = await world.RunAsync();

        ((int)Snapshot.Open(world.Snapshots, outcome.RunId)!.Head.Json["artifact_lint"]!["warnings"]!).Should().Be(3);
    }

    [Theory]
    [InlineData("head")]
    [InlineData("result")]
    public async Task RunAsync_SnapshotStoreFails_SaysSo(string file)
    {
        var world = new RunWorld();
        var broken = new BrokenFiles(world.Snapshots, name => file == "head" ? name.Length == 41 : name.EndsWith(".result.json", StringComparison.Ordinal));
        var failing = new RunWorld { Files = broken };

        await failing.Invoking(running => running.RunAsync()).Should().ThrowAsync<StoreUnavailableException>();
        (await failing.EventsAsync()).OfType<RunEnded>().Should().BeEmpty("without a store there is no verdict; the run becomes INTERRUPTED");
    }

    private static string Name(RunEvent runEvent) => runEvent switch
    {
        PhaseStarted started => $"PhaseStarted {started.Phase}",
        PhaseEnded ended => $"PhaseEnded {ended.Phase} {ended.Outcome}",
        _ => runEvent.GetType().Name,
    };

    private static byte[] Read(RunWorld world, string file)
    {
        using var stream = world.Snapshots.OpenRead(file)!;
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        Encoding.UTF8.GetString(buffer.ToArray()).Should().StartWith("{");
        return buffer.ToArray();
    }

    private sealed class KnownFailure(ExitCode exitCode) : TestOpsException("TEST.FAILURE", "it failed", "mend it")
    {
        public override ExitCode ExitCode => exitCode;
    }

    private sealed class BrokenFiles(ISnapshotStore inner, Func<string, bool> isBroken) : ISnapshotStore
    {
        public SnapshotFile Create(string fileName) => isBroken(fileName) ? throw new StoreUnavailableException("snapshots", "no space left") : inner.Create(fileName);

        public Stream? OpenRead(string fileName) => inner.OpenRead(fileName);

        public IReadOnlyList<string> List(RunId runId) => inner.List(runId);

        public string PathOf(string fileName) => inner.PathOf(fileName);
    }
}
