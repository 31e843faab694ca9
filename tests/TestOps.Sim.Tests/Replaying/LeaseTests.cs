using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Verdicts;
using TestOps.Core.WarRoom;
using TestOps.Testing.Engines;

namespace TestOps.Sim.Tests.Replaying;

/// <summary>What each phase met is in the journal, and decides what a comparison is called.</summary>
public sealed class LeaseTests
{
    [Fact]
    public async Task RunAsync_EveryLease_IsInTheJournalAndTheResult()
    {
        var engine = new ScriptedEngine((_, _) => ScriptedEngine.Json("{}")) { Version = "1.6" };

        var outcome = await new SimWorld { Engine = engine }.RunAsync(Suites.OneCall());

        outcome.Events.OfType<EngineLeased>().Select(lease => (lease.Phase, lease.Replay, lease.Evidence, lease.IsFresh, lease.Version)).Should().Equal(
            ("sim", 0, "A", true, "1.6"), ("replay", 1, "A", true, "1.6"), ("replay", 2, "A", true, "1.6"));
        outcome.Result["replay_engine"]!["details"]!["engines"]!.AsArray().Select(met => (string?)met!["version"]).Should().Equal("1.6", "1.6");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RunAsync_VersionThatChangesBeforeAReplay_IsARegressionCheckAndNeverNondeterminism(bool differs)
    {
        var engine = new ScriptedEngine((_, lease) => ScriptedEngine.Json($"{{\"v\":{(differs ? lease : 0)}}}")) { VersionOf = lease => lease == 1 ? "1.6" : "1.7" };

        var outcome = await new SimWorld { Engine = engine }.RunAsync(Suites.OneCall());

        outcome.Outcome.Verdict.Status.Should().Be(RunStatus.Inconclusive);
        outcome.Outcome.Verdict.ExitCode.Should().Be(ExitCode.Inconclusive);
        outcome.Outcome.Verdict.DeterminismScore.Should().BeNull();
        outcome.Outcome.Verdict.DriftDetected.Should().BeFalse();
        outcome.Outcome.Verdict.Gates.Single(gate => gate.Id == GateIds.Score).Detail.Should().Be("replay 1 met version 1.7, the simulation 1.6: a regression check, which says nothing of determinism");
        outcome.Events.OfType<DivergenceFound>().Any().Should().Be(differs, "what differs between the versions is told all the same");
        outcome.Events.OfType<IncidentOpened>().Select(incident => incident.Code).Should().Contain(IncidentCodes.EngineVersionChanged)
            .And.NotContain([IncidentCodes.ReplayDrift, IncidentCodes.ReplayDivergence]);
    }

    [Theory]
    [InlineData(1, RunStatus.Error, ExitCode.Environment)]
    [InlineData(2, RunStatus.Inconclusive, ExitCode.Inconclusive)]
    public async Task RunAsync_ResetThatFails_EndsThePhaseBeforeItBegins(int lease, RunStatus status, ExitCode exitCode)
    {
        var engine = new ScriptedEngine((_, _) => ScriptedEngine.Json("{}")) { RefuseLease = number => number == lease ? new TestOpsException(IncidentCodes.EngineResetFailed, "the engine could not be reset: no database", "mend it") : null };

        var outcome = await new SimWorld { Engine = engine }.RunAsync(Suites.OneCall());

        outcome.Outcome.Verdict.Status.Should().Be(status);
        outcome.Outcome.Verdict.ExitCode.Should().Be(exitCode);
        outcome.Outcome.Verdict.DeterminismScore.Should().BeNull();
        outcome.Events.OfType<IncidentOpened>().Should().Contain(incident => incident.Code == IncidentCodes.EngineResetFailed && incident.Text.Contains("no database"));
    }
}
