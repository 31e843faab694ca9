using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Phases;
using TestOps.Core.Runs;
using TestOps.Core.Snapshots;
using TestOps.Core.Verdicts;
using TestOps.Testing.Engines;

namespace TestOps.Sim.Tests;

/// <summary>A simulation that is stopped, or whose store dies, before its end.</summary>
public sealed class DrainTests
{
    private const int SlowSession = 0;
    private const int LastSession = 6;

    private const string Suite = """
        version: 1
        name: drain
        engine: { kind: http, base_url: "http://127.0.0.1:1" }
        sim:
          users: 100
          concurrency: 2
          scenarios:
            only:
              steps:
                - { name: first, call: GET /a, expect: [ { at: /ok, equals: true } ] }
                - { name: second, call: GET /b, expect: [ { at: /ok, equals: true } ] }
          metrics:
            fine: { count: "body.ok", of: only }
        """;

    [Fact]
    public async Task RunAsync_StoppedWhileOneSessionIsSlow_KeepsEveryFinishedSessionAndCountsNoOther()
    {
        var world = new SimWorld { Engine = SlowEngine(call => call.Context is { Session: LastSession, Step: 2 }, out var reached) };
        var running = world.RunAsync(Suite);
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        world.Control.Cancel(CancelReason.User);
        var outcome = await running.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        outcome.Outcome.Verdict.Status.Should().Be(RunStatus.Cancelled);
        var steps = outcome.Steps();
        steps.Select(step => step.Record.Session).Distinct().Should().Equal(Enumerable.Range(1, LastSession - 1).Select(session => (long)session), "the slow session and the one that was cut off are gaps, all others are kept");
        var trace = outcome.Snapshot.Head.Trace!;
        trace.Sessions.Should().Be(LastSession - 1);
        trace.Steps.Should().Be(steps.Count);
        var sim = outcome.Snapshot.Head.Json["sim"]!;
        ((long)sim["metrics"]!["checks"]!["sim/first/ok"]!["passed"]!).Should().Be(trace.Sessions, "what is counted is what is sealed");
        ((long)sim["metrics"]!["checks"]!["sim/second/ok"]!["passed"]!).Should().Be(trace.Sessions);
        ((long)sim["metrics"]!["suite"]!["fine"]!["answers"]!).Should().Be(trace.Steps);
        sim["notes"]!.ToJsonString().Should().Contain($"{trace.Sessions} of 100 sessions were finished");
        outcome.Events.OfType<GateMeasured>().Single(gate => gate.Gate == GateIds.Answered).Value.Should().Be($"{trace.Steps} of {trace.Steps}");
        SnapshotVerifier.Verify(world.Snapshots, outcome.Outcome.RunId, null).Damage.Should().BeNull();
        Sim.Replaying.ReplayEngine.Validate(outcome.Snapshot).Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task RunAsync_ControlledEngineStopped_FinishesItsSegmentsWithoutAGap()
    {
        SimWorld? world = null;
        var stopped = new SimWorld
        {
            Workers = 2,
            Engine = new ScriptedEngine((call, _) =>
            {
                if (call.Context is { Session: 100, Step: 1 })
                {
                    world!.Control.Cancel(CancelReason.User);
                }

                return ScriptedEngine.Json("{\"ok\":true}");
            }),
        };
        world = stopped;

        var outcome = await stopped.RunAsync(Suite.Replace("users: 100", "users: 5000", StringComparison.Ordinal));

        outcome.Outcome.Verdict.Status.Should().Be(RunStatus.Cancelled);
        var trace = outcome.Snapshot.Head.Trace!;
        trace.Sessions.Should().BeInRange(101, 4999);
        outcome.Steps().Select(step => step.Record.Session).Distinct().Should().Equal(Enumerable.Range(0, (int)trace.Sessions).Select(session => (long)session));
        ((long)outcome.Snapshot.Head.Json["sim"]!["metrics"]!["checks"]!["sim/first/ok"]!["passed"]!).Should().Be(trace.Sessions);
        SnapshotVerifier.Verify(stopped.Snapshots, outcome.Outcome.RunId, null).Damage.Should().BeNull();
    }

    [Fact]
    public async Task RunAsync_JournalDies_EndsTheSimulationAtOnce()
    {
        var world = new SimWorld { Engine = SlowEngine(_ => false, out _) };
        var plan = SimWorld.PlanOf(Suite);
        var context = new PhaseContext
        {
            RunId = new RunId(Guid.CreateVersion7()),
            Plan = plan,
            Engine = world.Engine,
            Journal = new DyingJournal(),
            Time = TimeProvider.System,
            SuitePath = "test.yaml",
        };

        // Session 0 would wait for ever: only the journal's failure can end this.
        var running = new SimPhase(world.Environment, world.Snapshots).RunAsync(context, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        (await running.Awaiting(ended => ended).Should().ThrowAsync<StoreUnavailableException>()).Which.Message.Should().Contain("the disk is full");
    }

    // Session 0 answers when it is cancelled, never before; the call that `isLast` chooses is held, too, once it was reached.
    private static ScriptedEngine SlowEngine(Func<Core.Engines.EngineCall, bool> isLast, out TaskCompletionSource reached)
    {
        var signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        reached = signal;
        return new ScriptedEngine((_, _) => ScriptedEngine.Json("{\"ok\":true}"))
        {
            IsControlled = false,
            Before = async (call, cancellationToken) =>
            {
                var isHeld = isLast(call);
                if (isHeld)
                {
                    signal.TrySetResult();
                }

                if (isHeld || call.Context is { Session: SlowSession, Step: 2 })
                {
                    await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
                }
            },
        };
    }

    private sealed class DyingJournal : IRunJournal
    {
        public RunId RunId { get; } = new(Guid.CreateVersion7());

        public Task<JournalEntry> AppendAsync(RunEvent runEvent, CancellationToken cancellationToken) => throw new StoreUnavailableException("testops.db", "the disk is full");

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
