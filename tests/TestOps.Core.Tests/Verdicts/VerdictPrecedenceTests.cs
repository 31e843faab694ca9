using CsCheck;
using TestOps.Core.Journaling;
using TestOps.Core.Verdicts;

namespace TestOps.Core.Tests.Verdicts;

/// <summary>Cancelled or timed out, ERROR, FAIL, INCONCLUSIVE, WARN, PASS: in this order, whatever else there is.</summary>
public sealed class VerdictPrecedenceTests
{
    private static readonly string[] s_phases = ["sim", "load", "replay"];

    private static readonly string[] s_measuring = ["sim", "load", "replay", "lint"];

    private static readonly Gen<GateMeasured> s_gate =
        from phase in Gen.Int[0, 3].Select(roll => s_measuring[roll])
        from number in Gen.Int[0, 5]
        from holds in Gen.Int[0, 3].Select(roll => roll == 0 ? false : roll == 1 ? (bool?)null : true)
        select new GateMeasured(phase, $"{phase}/{number}", holds, "v", "l", null);

    private static readonly Gen<RunEvent[]> s_events =
        from gates in s_gate.Array[0, 6]
        from identical in Gen.Int[18, 20]
        from failed in Gen.Int[0, 3].Select(roll => roll == 0 ? 1 : roll == 1 ? 21 : (int?)null)
        select (RunEvent[])[.. gates, Scored(identical), Score(true), .. Ended(failed)];

    [Theory]
    [InlineData("true", 20, null, false, RunStatus.Pass, ExitCode.Success)]
    [InlineData("true", 19, null, false, RunStatus.Warn, ExitCode.Success)]
    [InlineData("true", 19, null, true, RunStatus.Warn, ExitCode.DeterminismFailed)]
    [InlineData("true null", 20, null, false, RunStatus.Inconclusive, ExitCode.Inconclusive)]
    [InlineData("true null", 19, null, true, RunStatus.Inconclusive, ExitCode.Inconclusive)]
    [InlineData("false null", 19, null, false, RunStatus.Fail, ExitCode.SimFailed)]
    [InlineData("false null", 19, CancelReason.User, false, RunStatus.Cancelled, ExitCode.Cancelled)]
    [InlineData("true", 20, CancelReason.Terminated, false, RunStatus.Cancelled, ExitCode.Terminated)]
    [InlineData("true", 20, CancelReason.TimedOut, false, RunStatus.Cancelled, ExitCode.TimedOut)]
    public void Fold_Precedence(string gates, int identical, CancelReason? cancelled, bool isStrict, RunStatus status, ExitCode exitCode)
    {
        RunEvent[] events = [.. gates.Split(' ').Select((holds, number) => new GateMeasured("sim", $"sim/{number}", holds == "null" ? null : holds == "true", "v", "l", null)), Scored(identical), Score(true), .. Ended(null)];

        var verdict = VerdictFold.Fold(s_phases, events, isStrict, cancelled);

        (verdict.Status, verdict.ExitCode).Should().Be((status, exitCode));
        verdict.DivergentSessions.Should().Be(20 - identical);
    }

    [Theory]
    [InlineData(true, ExitCode.TargetRefused)]
    [InlineData(null, ExitCode.TargetRefused)]
    [InlineData(false, ExitCode.LoadFailed)]
    public void Fold_TargetsRefusedUnderWay_AreTheReasonWhereNothingFails(bool? other, ExitCode exitCode)
    {
        RunEvent[] events = [new GateMeasured("load", GateIds.Targets, null, "3", "0", null), new GateMeasured("load", "load/answers", other, "v", "l", null), .. Ended(null)];

        VerdictFold.Fold(s_phases, events, isStrict: false, cancelled: null).ExitCode.Should().Be(exitCode);
    }

    [Theory]
    [InlineData("sim", ExitCode.SimFailed)]
    [InlineData("load", ExitCode.LoadFailed)]
    [InlineData("replay", ExitCode.DeterminismFailed)]
    [InlineData("lint", ExitCode.ExtraFailed)]
    [InlineData("sim sim", ExitCode.SimFailed)]
    [InlineData("sim load", ExitCode.SeveralFailed)]
    [InlineData("load lint", ExitCode.SeveralFailed)]
    public void Fold_FailedGates_TellTheirPhase(string phases, ExitCode exitCode)
    {
        RunEvent[] events = [.. phases.Split(' ').Select((phase, number) => new GateMeasured(phase, $"{phase}/{number}", false, "v", "l", null)), .. Ended(null)];

        VerdictFold.Fold(s_phases, events, isStrict: false, cancelled: null).ExitCode.Should().Be(exitCode);
    }

    [Fact]
    public void Fold_NoGates_ProvesNothing() =>
        VerdictFold.Fold(s_phases, Ended(null), isStrict: false, cancelled: null).Status.Should().Be(RunStatus.Inconclusive);

    [Fact]
    public void Fold_PhaseThatNeverRan_IsInconclusiveWithItsReason()
    {
        RunEvent[] events = [Score(true), new PhaseEnded("sim", "completed", 1), new PhaseSkipped("load", "k6 is missing"), new PhaseEnded("replay", "completed", 1)];

        var verdict = VerdictFold.Fold(s_phases, events, isStrict: false, cancelled: null);

        verdict.Status.Should().Be(RunStatus.Inconclusive);
        verdict.Gates.Single(gate => gate.Id == "load/completed").Detail.Should().Be("k6 is missing");
    }

    [Fact]
    public void Fold_OpaqueMasksHideTooMuch_IsAFailureButNoDrift()
    {
        RunEvent[] events = [Scored(20), Score(true), new GateMeasured("replay", "replay/opaque", false, "call: 5 of 6 leaves", "20 %", null), .. Ended(null)];

        var verdict = VerdictFold.Fold(s_phases, events, isStrict: false, cancelled: null);

        (verdict.Status, verdict.ExitCode, verdict.DriftDetected).Should().Be((RunStatus.Fail, ExitCode.DeterminismFailed, false));
    }

    [Theory]
    [InlineData("replay/score")]
    [InlineData("replay/scenario/ask")]
    public void Fold_ScoreBelowItsFloor_IsDrift(string gate) =>
        VerdictFold.Fold(s_phases, [new GateMeasured("replay", gate, false, "1", "90", null), .. Ended(null)], isStrict: false, cancelled: null).DriftDetected.Should().BeTrue();

    [Fact]
    public void Fold_AFurtherFailingGate_NeverMakesAVerdictBetter() => Gen.Select(s_events, s_gate, Gen.Bool).Sample((events, gate, isStrict) =>
    {
        var before = VerdictFold.Fold(s_phases, events, isStrict, cancelled: null);
        var after = VerdictFold.Fold(s_phases, [gate with { Holds = false }, .. events], isStrict, cancelled: null);
        return Severity(after.Status) >= Severity(before.Status) && Severity(after.Status) >= Severity(RunStatus.Fail) && after.ExitCode != ExitCode.Success;
    });

    [Fact]
    public void Fold_Gates_KeepTheOrderInWhichTheyWereMeasured() => s_events.Sample(events =>
    {
        var gates = VerdictFold.Fold(s_phases, events, isStrict: false, cancelled: null).Gates.Select(gate => gate.Id).ToList();
        return gates.Take(events.OfType<GateMeasured>().Count()).SequenceEqual(events.OfType<GateMeasured>().Select(gate => gate.Gate));
    });

    [Fact]
    public void Fold_TheSameEvents_GiveTheSameVerdict() => s_events.Sample(events =>
    {
        var one = VerdictFold.Fold(s_phases, events, isStrict: true, cancelled: null);
        var two = VerdictFold.Fold(s_phases, events, isStrict: true, cancelled: null);
        return one with { Gates = two.Gates } == two && one.Gates.SequenceEqual(two.Gates);
    });

    private static int Severity(RunStatus status) => Array.IndexOf([RunStatus.Pass, RunStatus.Warn, RunStatus.Inconclusive, RunStatus.Fail, RunStatus.Error, RunStatus.Cancelled], status);

    private static ReplayScored Scored(int identical) => new(0, null, 20, identical, identical * 5, 90, 0.8, 1);

    private static GateMeasured Score(bool? holds) => new("replay", "replay/score", holds, "v", "l", null);

    private static RunEvent[] Ended(int? failed) => [new PhaseEnded("sim", "completed", 1), failed is null ? new PhaseEnded("load", "completed", 1) : new PhaseEnded("load", "failed", 1, "broken", failed), new PhaseEnded("replay", "completed", 1)];
}
