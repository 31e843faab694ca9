using System.Globalization;
using CsCheck;
using TestOps.Core;
using TestOps.Core.Engines;
using TestOps.Core.Journaling;
using TestOps.Core.Snapshots;
using TestOps.Core.Verdicts;
using TestOps.Sim.Replaying;
using TestOps.Testing.Engines;

namespace TestOps.Sim.Tests.Replaying;

/// <summary>Order of dispatch, selection, replays that do not come to their end, and what a run must still verify as afterwards.</summary>
public sealed class ReplayRulesTests
{
    private const string ManyCalls = """
        version: 1
        name: many-calls
        engine: { kind: toron }
        sim:
          users: 30
          concurrency: 6
          scenarios:
            only:
              steps:
                - { name: a, call: GET /a }
                - { name: b, call: GET /b }
                - { name: c, call: GET /c }
        replay: { times: 2 }
        """;

    [Fact]
    public async Task RunAsync_SimulationWithCallsWithoutAnswer_GivesNoScore()
    {
        var engine = new ScriptedEngine(static (call, lease) => lease == 1 && call.Context.Session == 7
            ? EngineReply.Failed(new EngineFailure(EngineFailureKind.Timeout, "no answer", 1050), 0)
            : ScriptedEngine.Json("{}"));

        var outcome = await new SimWorld { Engine = engine }.RunAsync(Suites.OneCall());

        outcome.Outcome.Verdict.DeterminismScore.Should().BeNull("one of the 20 sessions has nothing to be compared with");
        var gate = outcome.Outcome.Verdict.Gates.Single(static gate => gate.Id == GateIds.Score);
        gate.Status.Should().Be(GateStatus.Inconclusive);
        gate.Detail.Should().Be("1 recorded session(s) have calls without an answer, so that nothing can be compared with them");
        ReplayEngine.Validate(outcome.Snapshot).Score.Should().BeNull();
        SnapshotVerifier.Verify(outcome.World.Snapshots, outcome.Outcome.RunId, null).Damage.Should().BeNull();
    }

    [Fact]
    public async Task RunAsync_NothingComparable_SaysNothingOfLeavesAndBound()
    {
        var engine = new ScriptedEngine(static (_, lease) => lease == 1
            ? EngineReply.Failed(new EngineFailure(EngineFailureKind.Timeout, "no answer", 1050), 0)
            : ScriptedEngine.Json("{}"));

        var outcome = await new SimWorld { Engine = engine }.RunAsync(Suites.OneCall());

        var details = outcome.Result["replay_engine"]!["details"]!;
        details["leaves_compared"].Should().BeNull();
        details["lower_bound_95"].Should().BeNull();
    }

    [Fact]
    public Task RunAsync_ConcurrentBlackBox_EngineGetsTheCallsInTheRecordedOrder() => Gen.Int[0, int.MaxValue].SampleAsync(
        async seed =>
        {
            // What the engine got, in its own order, by lease; answers are held back by a number of yields that differs in every call.
            var got = new List<(long Session, int Step)>[4];
            var engine = new ScriptedEngine((_, _) => ScriptedEngine.Json("{}"))
            {
                IsControlled = false,
                Before = async (call, _) =>
                {
                    var replay = call.Context.Replay + 1;
                    lock (got)
                    {
                        (got[replay] ??= []).Add((call.Context.Session, call.Context.Step));
                    }

                    var yields = (seed + (call.Context.Session * 7) + (call.Context.Step * 13) + (replay * 29)) % 11;
                    for (var i = 0; i < yields; i++)
                    {
                        await Task.Yield();
                    }
                },
            };
            var outcome = await new SimWorld { Engine = engine }.RunAsync(ManyCalls);

            var recorded = outcome.Steps().OrderBy(step => step.Record.Order).Select(step => (step.Record.Session, step.Record.Step)).ToList();
            recorded.Should().HaveCount(90);
            got[1].Should().Equal(recorded, "the numbers are the order in which the engine got the calls");
            got[2].Should().Equal(recorded, "the first replay keeps it");
            got[3].Should().Equal(recorded, "the second replay keeps it");
            Damage(outcome).Should().BeNull();
        },
        iter: 10,
        threads: 1);

    [Fact]
    public async Task RunAsync_SecondReplayCannotLease_KeepsWhatTheFirstFound()
    {
        var engine = new FailingLease(new ScriptedEngine((_, lease) => ScriptedEngine.Json($"{{\"v\":{lease}}}")), from: 3);
        var outcome = await new SimWorld { Engine = engine }.RunAsync(Suites.OneCall());

        outcome.Outcome.Verdict.DeterminismScore.Should().BeNull();
        outcome.Events.OfType<DivergenceFound>().Should().NotBeEmpty();
        outcome.Events.OfType<GateMeasured>().Single(gate => gate.Gate == GateIds.Score).Holds.Should().BeNull();
        outcome.Outcome.Verdict.Gates.Should().Contain(gate => gate.Id == "replay/completed");
        Damage(outcome).Should().BeNull();
    }

    [Fact]
    public async Task RunAsync_ReplayMeetsADeadEngine_EndsEarlyAndIsInconclusive()
    {
        var calls = 0;
        var engine = new ScriptedEngine((call, lease) =>
        {
            calls += lease == 2 ? 1 : 0;
            return lease == 2 && call.Context.Session >= 5 ? EngineReply.Failed(new EngineFailure(EngineFailureKind.Timeout, "no answer in 30 s", 1050), 0) : ScriptedEngine.Json("{}");
        }) { IsControlled = false };
        var outcome = await new SimWorld { Engine = engine }.RunAsync(Suites.OneCall(users: 300, times: 2));

        calls.Should().Be(15, "ten sessions in a row without an answer are enough");
        outcome.Outcome.Verdict.ExitCode.Should().Be(ExitCode.Inconclusive);
        outcome.Outcome.Verdict.DivergentSessions.Should().Be(0, "silence is no divergence");
        outcome.Events.OfType<Notice>().Should().Contain(notice => notice.Text.Contains("stopped answering", StringComparison.Ordinal));
        Damage(outcome).Should().BeNull();
    }

    [Theory]
    [InlineData(true, 7)]
    [InlineData(false, 7)]
    [InlineData(true, 20)]
    public async Task RunAsync_FewerSessions_AreASampleOrTheFirst(bool isControlled, int sessions)
    {
        var replayed = new SortedSet<long>();
        var engine = new ScriptedEngine((call, lease) =>
        {
            lock (replayed)
            {
                _ = lease > 1 && replayed.Add(call.Context.Session);
            }

            return ScriptedEngine.Json("{}");
        }) { IsControlled = isControlled };
        var outcome = await new SimWorld { Engine = engine }.RunAsync(Suites.OneCall(times: 1).Replace("times: 1", $"times: 1\n  sessions: {sessions}", StringComparison.Ordinal));

        replayed.Should().HaveCount(Math.Min(20, sessions));
        (replayed.Max == replayed.Count - 1).Should().Be(!isControlled || sessions >= 20, "a controlled engine gets a sample, any other the first ones");
        outcome.Outcome.Verdict.DeterminismScore.Should().Be(100);
        Damage(outcome).Should().BeNull();
        ReplayEngine.Validate(outcome.Snapshot).Problems.Should().BeEmpty();
    }

    [Theory]
    [InlineData("{ step: call, at: /v, kind: tolerance, tolerance: { abs: 2 }, reason: r }")]
    [InlineData("{ step: call, at: /v, kind: tolerance, tolerance: { abs: 1 }, reason: r }")]
    [InlineData("{ step: call, at: /v, kind: token, reason: r }")]
    [InlineData("{ step: call, at: /v, kind: opaque, reason: r }")]
    [InlineData("{ call: GET /x, at: /v, kind: type, reason: r }")]
    public async Task RunAsync_MaskedRun_Verifies(string mask)
    {
        var engine = new ScriptedEngine((_, lease) => ScriptedEngine.Json($"{{\"v\":{lease}}}"));
        var outcome = await new SimWorld { Engine = engine }.RunAsync(Suites.OneCall(masks: mask));

        Damage(outcome).Should().BeNull();
    }

    [Fact]
    public async Task RunAsync_SessionsGrowAndShrinkInReplay_AreExtraAndMissing()
    {
        // Without the kept value a session ends after its first step; session 1 ends early in SIM, session 2 in the replay.
        var engine = new ScriptedEngine((call, lease) => ScriptedEngine.Json((call.Context.Session, lease) is (1, 1) or (2, 2) ? "{}" : "{\"id\":1}"));
        var suite = Suites.OneCall(users: 4, times: 1).Replace("- { name: call, call: GET /x }", "- { name: call, call: GET /x, keep: { id: /id } }\n        - { name: next, call: \"GET /x/${keep.id}\" }", StringComparison.Ordinal);
        var outcome = await new SimWorld { Engine = engine }.RunAsync(suite);

        outcome.Outcome.Verdict.DeterminismScore.Should().Be(50);
        outcome.Events.OfType<DivergenceFound>().Select(found => (found.Session, found.Class)).Should().BeEquivalentTo([(1L, "extra"), (2L, "missing")]);
        Damage(outcome).Should().BeNull();
        ReplayEngine.Validate(outcome.Snapshot).Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task RunAsync_SameItemsInAnotherOrder_IsOfClassOrder()
    {
        var engine = new ScriptedEngine((_, lease) => ScriptedEngine.Json(lease == 1 ? "{\"a\":[1,2,3]}" : "{\"a\":[1,3,2]}"));
        var outcome = await new SimWorld { Engine = engine }.RunAsync(Suites.OneCall(users: 1, times: 1));

        outcome.Events.OfType<DivergenceFound>().Single().Should().Match<DivergenceFound>(found => found.Class == "order" && found.Pointer == "/a/1");
    }

    [Fact]
    public async Task RunAsync_DeepAnswersThatDiffer_CanBeReadBack()
    {
        var nested = string.Concat(Enumerable.Repeat("{\"a\":", 126));
        var engine = new ScriptedEngine((_, lease) => ScriptedEngine.Json(string.Create(CultureInfo.InvariantCulture, $"{nested}{lease}{new string('}', 126)}")));
        var outcome = await new SimWorld { Engine = engine }.RunAsync(Suites.OneCall(users: 2, times: 1));

        outcome.Outcome.Verdict.DeterminismScore.Should().Be(0);
        Damage(outcome).Should().BeNull();
        ReplayEngine.Validate(outcome.Snapshot).Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task RunAsync_KeptValueOfAnotherShape_IsInconclusiveAndVerifies()
    {
        var engine = new ScriptedEngine((call, _) => ScriptedEngine.Json(call.Context.Session == 3 ? "{\"u\":7}" : "{\"u\":{\"id\":1}}"));
        var suite = Suites.OneCall(users: 5).Replace("- { name: call, call: GET /x }", "- { name: call, call: GET /x, keep: { u: /u } }\n        - { name: next, call: \"GET /x/${keep.u.id}\" }", StringComparison.Ordinal);
        var outcome = await new SimWorld { Engine = engine }.RunAsync(suite);

        outcome.Outcome.Verdict.ExitCode.Should().Be(ExitCode.Inconclusive);
        outcome.Outcome.Verdict.DeterminismScore.Should().BeNull("four sessions of five are alike, and nothing is known of the fifth");
        Damage(outcome).Should().BeNull();
        ReplayEngine.Validate(outcome.Snapshot).Problems.Should().BeEmpty();
    }

    private static SnapshotCorruptException? Damage(SimOutcome outcome) => SnapshotVerifier.Verify(outcome.World.Snapshots, outcome.Outcome.RunId, null).Damage;

    /// <summary>An engine that cannot be leased from a certain lease on.</summary>
    private sealed class FailingLease(IEngine inner, int from) : IEngine
    {
        private int _leases;

        public string Kind => inner.Kind;

        public string DisplayName => inner.DisplayName;

        public bool IsControlled => inner.IsControlled;

        public Task<EngineLease> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken) =>
            ++_leases >= from ? throw new TestOpsException("ENGINE.UNREACHABLE", "the engine cannot be leased", "start it") : inner.LeaseAsync(request, cancellationToken);
    }
}
