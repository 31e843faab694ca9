using System.Globalization;
using TestOps.Core;
using TestOps.Core.Engines;
using TestOps.Core.Journaling;
using TestOps.Core.Planning;
using TestOps.Core.Snapshots;
using TestOps.Core.Verdicts;
using TestOps.Core.WarRoom;
using TestOps.Testing.Engines;

namespace TestOps.Sim.Tests.Replaying;

public sealed class ReplayPhaseTests
{
    [Fact]
    public async Task RunAsync_DriftFault_LocatesItExactlyAndFails()
    {
        var world = new SimWorld { Overrides = new SuiteOverrides { Faults = ["drift:/consensus/model"] } };
        var outcome = await world.RunAsync(Suites.Toron());

        outcome.Outcome.Verdict.Status.Should().Be(RunStatus.Fail);
        outcome.Outcome.Verdict.ExitCode.Should().Be(ExitCode.DeterminismFailed);
        outcome.Outcome.Verdict.DriftDetected.Should().BeTrue();
        outcome.Outcome.Verdict.DeterminismScore.Should().Be(0);
        var first = outcome.Events.OfType<DivergenceFound>().First();
        first.Pointer.Should().Be("/consensus/model");
        first.Class.Should().Be("value");
        first.Step.Should().Be(1);
        first.Session.Should().Be(0);
        first.Expected.Should().NotBe(first.Actual);
        first.Around!.AsArray().Should().NotBeEmpty();
        outcome.Events.OfType<IncidentOpened>().Should().Contain(incident => incident.Code == IncidentCodes.ReplayDrift);
    }

    [Fact]
    public async Task RunAsync_CounterOfAWarmEngine_IsDrift_AndAFreshOneIs100()
    {
        var fresh = await new SimWorld().RunAsync(Suites.Toron());
        var warm = await new SimWorld { Workers = 1, Overrides = new SuiteOverrides { Faults = ["counter"] } }.RunAsync(Suites.Toron());

        fresh.Outcome.Verdict.DeterminismScore.Should().Be(100);
        warm.Outcome.Verdict.ExitCode.Should().Be(ExitCode.DeterminismFailed);
        warm.Events.OfType<DivergenceFound>().Should().Contain(found => found.Pointer.StartsWith("/consensus/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(19, RunStatus.Warn, false, ExitCode.Success)]
    [InlineData(19, RunStatus.Warn, true, ExitCode.DeterminismFailed)]
    [InlineData(18, RunStatus.Warn, false, ExitCode.Success)]
    [InlineData(17, RunStatus.Fail, false, ExitCode.DeterminismFailed)]
    public async Task RunAsync_SomeSessionsDiverge_FloorDecides(int identical, RunStatus status, bool isStrict, ExitCode exitCode)
    {
        var engine = new ScriptedEngine((call, lease) => ScriptedEngine.Json($"{{\"v\":{(call.Context.Session >= identical ? lease : 0)}}}"));
        var outcome = await new SimWorld { Engine = engine, IsStrict = isStrict }.RunAsync(Suites.OneCall());

        outcome.Outcome.Verdict.Status.Should().Be(status);
        outcome.Outcome.Verdict.ExitCode.Should().Be(exitCode);
        outcome.Outcome.Verdict.DeterminismScore.Should().Be(identical * 5);
        outcome.Outcome.Verdict.DivergentSessions.Should().Be(20 - identical);
    }

    [Fact]
    public async Task RunAsync_EachReplayDivergesElsewhere_SessionsCountOnce()
    {
        // Lease 1 is SIM; replay 1 (lease 2) breaks session 3, replay 2 (lease 3) breaks session 4.
        var engine = new ScriptedEngine((call, lease) => ScriptedEngine.Json($"{{\"v\":{(call.Context.Session == lease + 1 ? lease : 0)}}}"));
        var outcome = await new SimWorld { Engine = engine }.RunAsync(Suites.OneCall().Replace("\"v\"", "\"v\"", StringComparison.Ordinal));

        // Session 2 differs in SIM already (lease 1), so both replays find it.
        outcome.Outcome.Verdict.DivergentSessions.Should().Be(3);
        outcome.Outcome.Verdict.DeterminismScore.Should().Be(85);
    }

    [Theory]
    [InlineData("{ step: call, at: /v, kind: type, reason: r }", 100)]
    [InlineData("{ call: GET /x, at: /v, kind: type, reason: r }", 100)]
    [InlineData("{ step: call, at: /v, kind: opaque, reason: r }", 100)]
    [InlineData("{ step: call, at: /v, kind: token, reason: r }", 100)]
    [InlineData("{ step: call, at: /v, kind: tolerance, tolerance: { abs: 2 }, reason: r }", 100)]
    [InlineData("{ step: call, at: /v, kind: tolerance, tolerance: { abs: 1 }, reason: r }", 0)]
    [InlineData("{ step: call, at: /w, kind: type, reason: r }", 0)]
    public async Task RunAsync_Masks_DecideWhatCounts(string mask, double score)
    {
        var engine = new ScriptedEngine((_, lease) => ScriptedEngine.Json($"{{\"v\":{lease}}}"));
        var outcome = await new SimWorld { Engine = engine }.RunAsync(Suites.OneCall(masks: mask));

        outcome.Outcome.Verdict.DeterminismScore.Should().Be(score);
        Sim.Replaying.ReplayEngine.Validate(outcome.Snapshot).Score!.Value.Should().Be((decimal)score);
    }

    [Fact]
    public async Task RunAsync_CompareChecks_IsToldApartFromTheScore()
    {
        // Answers differ everywhere; the check of session 3 fails in replays only.
        const string suite = """
            version: 1
            name: checks
            engine: { kind: toron }
            sim:
              users: 10
              scenarios:
                sampled:
                  compare: checks
                  steps: [ { name: call, call: GET /x, expect: [ { at: /ok, equals: true } ] } ]
                exact:
                  steps: [ { name: other, call: GET /y } ]
            replay: { times: 2 }
            """;
        var engine = new ScriptedEngine((call, lease) => ScriptedEngine.Json(call.Path == "/y" ? "{}" : $$"""{"v":{{lease}},"ok":{{(lease > 1 && call.Context.Session == SampledSession(suite) ? "false" : "true")}}}"""));
        var outcome = await new SimWorld { Engine = engine }.RunAsync(suite);

        outcome.Outcome.Verdict.DeterminismScore.Should().Be(100);
        outcome.Outcome.Verdict.Status.Should().Be(RunStatus.Pass);
        var agreement = outcome.Events.OfType<MetricMeasured>().Single(metric => metric.Name == "check_agreement");
        var sessions = (long)agreement.Data!["sessions"]!;
        ((long)agreement.Data["agreed"]!).Should().Be(sessions - 1);
        outcome.Events.OfType<ReplayScored>().Last(scored => scored.Replay == 0).Sessions.Should().Be(10 - sessions);
        outcome.Events.OfType<DivergenceFound>().Should().OnlyContain(found => found.Pointer == "#check/ok" || found.Class == "check");
        outcome.Result["replay_engine"]!["details"]!["check_agreement"]!["scenarios"]!["sampled"].Should().NotBeNull();
        SnapshotVerifier.Verify(outcome.World.Snapshots, outcome.Outcome.RunId, null).Damage.Should().BeNull();
        Sim.Replaying.ReplayEngine.Validate(outcome.Snapshot).Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task RunAsync_OnlyCompareChecks_IsInconclusive()
    {
        var engine = new ScriptedEngine((_, lease) => ScriptedEngine.Json($"{{\"v\":{lease}}}"));
        var outcome = await new SimWorld { Engine = engine }.RunAsync(Suites.OneCall().Replace("only:", "only:\n      compare: checks", StringComparison.Ordinal));

        outcome.Outcome.Verdict.DeterminismScore.Should().BeNull();
        outcome.Outcome.Verdict.Status.Should().Be(RunStatus.Inconclusive);
        SnapshotVerifier.Verify(outcome.World.Snapshots, outcome.Outcome.RunId, null).Damage.Should().BeNull();
    }

    private static long SampledSession(string suite)
    {
        var plan = SimWorld.PlanOf(suite);
        var program = Core.Sessions.SessionProgram.Compile(plan);
        return Enumerable.Range(0, plan.Suite.Sim!.Users).First(session => program.ScenarioOf(session).Name == "sampled");
    }

    [Fact]
    public async Task RunAsync_ReplayGetsNoAnswer_IsInconclusive_NotDrift()
    {
        var engine = new ScriptedEngine((call, lease) => lease == 2 && call.Context.Session == 5
            ? EngineReply.Failed(new EngineFailure(EngineFailureKind.Timeout, "no answer in 30 s", 1050), 0)
            : ScriptedEngine.Json("{}"));
        var outcome = await new SimWorld { Engine = engine }.RunAsync(Suites.OneCall());

        outcome.Outcome.Verdict.Status.Should().Be(RunStatus.Inconclusive);
        outcome.Outcome.Verdict.ExitCode.Should().Be(ExitCode.Inconclusive);
        outcome.Outcome.Verdict.DeterminismScore.Should().BeNull();
        outcome.Events.OfType<DivergenceFound>().Should().BeEmpty();
        outcome.Events.OfType<IncidentOpened>().Should().Contain(incident => incident.Code == IncidentCodes.ReplayInconclusive);
    }

    [Fact]
    public async Task RunAsync_RecordedCallWithoutAnswer_ExcludesItsSession()
    {
        var engine = new ScriptedEngine((call, _) => call.Context.Session == 5
            ? EngineReply.Failed(new EngineFailure(EngineFailureKind.ConnectionLost, "reset", 1220), 0)
            : ScriptedEngine.Json("{}"));
        var outcome = await new SimWorld { Engine = engine }.RunAsync(Suites.OneCall());

        outcome.Outcome.Verdict.Status.Should().Be(RunStatus.Inconclusive);
        outcome.Events.OfType<ReplayScored>().Single(scored => scored is { Replay: 0, Scenario: null }).Sessions.Should().Be(19);
        outcome.Events.OfType<GateMeasured>().Single(gate => gate.Gate == "sim/answered").Holds.Should().BeNull();
    }

    [Fact]
    public async Task RunAsync_UnreachableEngine_IsAnErrorOfTheEnvironment()
    {
        var engine = new ScriptedEngine((_, _) => EngineReply.Failed(new EngineFailure(EngineFailureKind.Unreachable, "refused", 1212), 0)) { IsControlled = false };
        var outcome = await new SimWorld { Engine = engine }.RunAsync(Suites.OneCall());

        outcome.Outcome.Verdict.Status.Should().Be(RunStatus.Error);
        outcome.Outcome.Verdict.ExitCode.Should().Be(ExitCode.Environment);
    }

    [Fact]
    public async Task RunAsync_EngineDiesMidway_KeepsWhatWasRecordedAndIsInconclusive()
    {
        var engine = new ScriptedEngine((call, _) => call.Context.Session >= 30
            ? EngineReply.Failed(new EngineFailure(EngineFailureKind.Unreachable, "refused", 1212), 0)
            : ScriptedEngine.Json("{}")) { IsControlled = false };
        var outcome = await new SimWorld { Engine = engine }.RunAsync(Suites.OneCall(users: 500));

        outcome.Outcome.Verdict.Status.Should().Be(RunStatus.Inconclusive);
        outcome.Snapshot.Head.Trace!.Sessions.Should().Be(40, "ten sessions in a row without an answer end the phase");
        Core.Snapshots.SnapshotVerifier.Verify(outcome.World.Snapshots, outcome.Outcome.RunId, null).Damage.Should().BeNull();
    }

    [Fact]
    public async Task RunAsync_Cancelled_SealsWhatWasRecorded()
    {
        var world = new SimWorld
        {
            Engine = new ScriptedEngine((_, _) => ScriptedEngine.Json("{}")) { IsControlled = false },
        };
        var calls = 0;
        var engine = new ScriptedEngine((_, _) => ScriptedEngine.Json("{}"))
        {
            IsControlled = false,
            Before = (_, _) =>
            {
                if (++calls == 25)
                {
                    world.Control.Cancel(CancelReason.User);
                }

                return Task.CompletedTask;
            },
        };
        var outcome = await new SimWorldWith(world, engine).RunAsync(Suites.OneCall(users: 500));

        outcome.Outcome.Verdict.Status.Should().Be(RunStatus.Cancelled);
        outcome.Outcome.Verdict.ExitCode.Should().Be(ExitCode.Cancelled);
        outcome.Snapshot.Head.Trace!.Sessions.Should().BeInRange(24, 25);
        Core.Snapshots.SnapshotVerifier.Verify(outcome.World.Snapshots, outcome.Outcome.RunId, null).Damage.Should().BeNull();
    }

    [Fact]
    public async Task RunAsync_BlackBoxWithConcurrency_ReplaysTheRecordedOrder()
    {
        // An engine with hidden state: each answer is the number of the call. Only the recorded order gives the same answers again.
        var counters = new int[10];
        var engine = new ScriptedEngine((call, lease) => ScriptedEngine.Json(string.Create(CultureInfo.InvariantCulture, $"{{\"n\":{Interlocked.Increment(ref counters[lease])}}}")))
        {
            IsControlled = false,
            Before = async (_, _) => await Task.Yield(),
        };
        var suite = Suites.OneCall(users: 60).Replace("users: 60", "users: 60\n  concurrency: 1", StringComparison.Ordinal);
        var outcome = await new SimWorld { Engine = engine }.RunAsync(suite);

        outcome.Outcome.Verdict.DeterminismScore.Should().Be(100);
        outcome.Steps().Select(step => step.Record.Order).Should().Equal(Enumerable.Range(0, 60).Select(order => (long?)order));
    }

    [Fact]
    public async Task RunAsync_ConcurrentBlackBox_DispatchesInTheRecordedOrder()
    {
        var order = new Dictionary<int, List<(long Session, int Step)>> { [1] = [], [2] = [], [3] = [] };
        var engine = new ScriptedEngine((call, lease) =>
        {
            lock (order)
            {
                order[lease].Add((call.Context.Session, call.Context.Step));
            }

            return ScriptedEngine.Json("{}");
        })
        {
            IsControlled = false,
        };
        var suite = """
            version: 1
            name: many-calls
            engine: { kind: toron }
            sim:
              users: 40
              concurrency: 6
              scenarios:
                only:
                  steps:
                    - { name: a, call: GET /a }
                    - { name: b, call: GET /b }
                    - { name: c, call: GET /c }
            replay: { times: 2 }
            """;
        var outcome = await new SimWorld { Engine = engine }.RunAsync(suite);

        var recorded = outcome.Steps().OrderBy(step => step.Record.Order).Select(step => (step.Record.Session, step.Record.Step)).ToList();
        recorded.Should().HaveCount(120);
        outcome.Outcome.Verdict.DeterminismScore.Should().Be(100);
        foreach (var replay in new[] { 2, 3 })
        {
            order[replay].Order().Should().Equal(recorded.Order(), "every call is made again");
        }
    }
}

/// <summary>A world whose engine is made after it.</summary>
internal sealed class SimWorldWith(SimWorld world, IEngine engine)
{
    public Task<SimOutcome> RunAsync(string yaml)
    {
        var next = new SimWorld { Engine = engine };
        world.Control.Draining.Register(() => next.Control.Cancel(world.Control.Reason!.Value));
        return next.RunAsync(yaml);
    }
}
