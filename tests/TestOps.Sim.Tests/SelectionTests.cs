using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Planning;
using TestOps.Core.Snapshots;
using TestOps.Core.Suites;
using TestOps.Core.Verdicts;
using TestOps.Sim.Replaying;

namespace TestOps.Sim.Tests;

public sealed class SelectionTests
{
    [Fact]
    public async Task RunAsync_SelectedScenario_SessionsDoWhatTheyDoInTheWhole()
    {
        var whole = await new SimWorld().RunAsync(Suites.Toron());
        var part = await new SimWorld { Overrides = Selecting(new Selection { Scenarios = ["uncached"] }) }.RunAsync(Suites.Toron());

        var expected = whole.Steps().Where(step => step.Record.Scenario == "uncached").ToList();
        part.Steps().Select(step => Convert.ToHexString(step.Raw)).Should().Equal(expected.Select(step => Convert.ToHexString(step.Raw))).And.NotBeEmpty();
        part.Outcome.Verdict.Status.Should().Be(RunStatus.Pass);
        part.Outcome.Verdict.DeterminismScore.Should().Be(100);
        part.Outcome.Verdict.Gates.Should().NotContain(gate => gate.Id.Contains("ask", StringComparison.Ordinal) || gate.Id.Contains("confidence", StringComparison.Ordinal));
        ((bool)part.Result["partial"]!).Should().BeTrue();
        ((bool)whole.Result["partial"]!).Should().BeFalse();
        part.Events.OfType<RunStarted>().Single().Message.Should().EndWith("PARTIAL");
        SnapshotVerifier.Verify(part.World.Snapshots, part.Outcome.RunId, null).Damage.Should().BeNull();
        ReplayEngine.Validate(part.Snapshot).Problems.Should().BeEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task RunAsync_SelectedScenarioAndASampleOfSessions_ReplaysOnlyRecordedOnes(int sample)
    {
        var suite = Suites.Toron(users: 1000, times: 1).Replace("times: 1", $"times: 1, sessions: {sample}", StringComparison.Ordinal).Replace("replay:\n  times: 1, sessions", "replay:\n  times: 1\n  sessions", StringComparison.Ordinal);
        var part = await new SimWorld { Overrides = Selecting(new Selection { Scenarios = ["uncached"] }) }.RunAsync(suite);

        var scored = part.Events.OfType<ReplayScored>().Last(scored => scored is { Replay: 0, Scenario: null });
        scored.Sessions.Should().Be(Math.Min(sample, part.Snapshot.Head.Trace!.Sessions));
        part.Outcome.Verdict.DeterminismScore.Should().Be(100);
        SnapshotVerifier.Verify(part.World.Snapshots, part.Outcome.RunId, null).Damage.Should().BeNull();
    }

    [Fact]
    public async Task RunAsync_SelectedPhase_RunsNoOther()
    {
        var part = await new SimWorld { Overrides = Selecting(new Selection { Phases = ["sim"] }) }.RunAsync(Suites.Toron(users: 20));

        part.Outcome.Verdict.Status.Should().Be(RunStatus.Pass);
        part.Events.OfType<PhaseStarted>().Select(started => started.Phase).Should().Equal("sim");
        part.Outcome.Verdict.Gates.Should().NotContain(gate => gate.Phase == "replay");
        SnapshotVerifier.Verify(part.World.Snapshots, part.Outcome.RunId, null).Damage.Should().BeNull();
    }

    [Fact]
    public void Build_UnknownNames_AreProblemsWithSuggestions() =>
        FluentActions.Invoking(() => SimWorld.PlanOf(Suites.Toron(), Selecting(new Selection { Scenarios = ["aks"], Tags = ["core"], Phases = ["replai", "load"] })))
            .Should().Throw<InvalidSuiteException>().Which.Problems.Select(problem => $"{problem.Path}: {problem.Message}; {problem.Hint}").Should().Equal(
                "--scenario: 'aks' is no scenario of this suite; did you mean 'ask'?",
                "--tag: 'core' is no tag of this suite; the suite has no tags",
                "--phase: 'replai' is no phase of this suite; did you mean 'replay'?",
                "--phase: 'load' is no phase of this suite; known: replay, sim");

    [Fact]
    public void Build_ReplayWithoutSim_IsAProblem() =>
        FluentActions.Invoking(() => SimWorld.PlanOf(Suites.Toron(), Selecting(new Selection { Phases = ["replay"] })))
            .Should().Throw<InvalidSuiteException>().Which.Problems.Should().ContainSingle().Which.Hint.Should().Be("add --phase sim");

    [Theory]
    [InlineData("2026-11-23", RunStatus.Warn, ExitCode.Success, GateStatus.Known)]
    [InlineData("2026-11-24", RunStatus.Fail, ExitCode.SimFailed, GateStatus.Fail)]
    public async Task RunAsync_KnownGateFails_IsExcusedUntilItExpires(string today, RunStatus status, ExitCode exitCode, GateStatus gate)
    {
        var suite = Suites.Toron(users: 20, times: 1).Replace("max: 1 }", "max: 0 }", StringComparison.Ordinal)
            + "\nknown: [ { gate: sim/ask/consensus/confidence, issue: TOR-412, expires: 2026-11-23 } ]\n";
        var world = new SimWorld { Today = DateOnly.ParseExact(today, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) };
        var outcome = await world.RunAsync(suite);

        outcome.Outcome.Verdict.Status.Should().Be(status);
        outcome.Outcome.Verdict.ExitCode.Should().Be(exitCode);
        var judged = outcome.Outcome.Verdict.Gates.Single(found => found.Id == "sim/ask/consensus/confidence");
        judged.Status.Should().Be(gate);
        judged.Detail.Should().StartWith(gate == GateStatus.Known ? "known as TOR-412 until 2026-11-23; first in session" : "was known as TOR-412 until 2026-11-23, which is over; first in session");
        SnapshotVerifier.Verify(outcome.World.Snapshots, outcome.Outcome.RunId, null).Damage.Should().BeNull();
    }

    [Fact]
    public async Task RunAsync_KnownGateHolds_SaysThatItCanGo()
    {
        var outcome = await new SimWorld().RunAsync(Suites.Toron(users: 20, times: 1) + "\nknown: [ { gate: replay/score, issue: TOR-7 } ]\n");

        outcome.Outcome.Verdict.Status.Should().Be(RunStatus.Pass);
        outcome.Outcome.Verdict.Gates.Single(gate => gate.Id == GateIds.Score).Detail.Should().Be("holds again: take TOR-7 out of known");
    }

    [Fact]
    public void Build_KnownGateThatTheSuiteHasNot_IsAProblem() =>
        FluentActions.Invoking(() => SimWorld.PlanOf(Suites.Toron() + "\nknown: [ { gate: sim/ask/state, issue: T-1 }, { gate: sim/ask/keep model, issue: T-2 } ]\n"))
            .Should().Throw<InvalidSuiteException>().Which.Problems.Should().ContainSingle().Which.ToString().Should().Contain("known[0].gate").And.Contain("'sim/ask/state' is no gate of this suite; did you mean 'sim/ask/status'?");

    [Theory]
    [InlineData("sim/wait/until")]
    [InlineData("sim/wait/status")]
    [InlineData("sim/wait//status")]
    [InlineData("sim/talk/stream")]
    public void Build_KnownGateOfAPollOrAStream_IsAGate(string gate) =>
        SimWorld.PlanOf($$"""
            version: 1
            name: small
            engine: { kind: toron }
            known: [ { gate: {{gate}}, issue: T-1 } ]
            sim:
              scenarios:
                ask:
                  steps:
                    - { name: wait, call: GET /jobs/1, until: { at: /status, equals: done }, expect: [ { at: /status, equals: done } ] }
                    - { name: talk, call: POST /stream, stream: { join: /delta } }
            """).Suite.Known.Should().ContainSingle().Which.Gate.Should().Be(gate);

    private static SuiteOverrides Selecting(Selection selection) => new() { Selection = selection };
}
