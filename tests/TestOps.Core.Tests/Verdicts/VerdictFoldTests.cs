using TestOps.Core.Journaling;
using TestOps.Core.Verdicts;

namespace TestOps.Core.Tests.Verdicts;

public sealed class VerdictFoldTests
{
    private static readonly string[] Phases = ["sim", "replay"];

    [Theory]
    [InlineData(21, true, RunStatus.Error, 21)]
    [InlineData(20, true, RunStatus.Inconclusive, 20)]
    [InlineData(20, false, RunStatus.Fail, 10)]
    public void Fold_OfAFailedPhase_IsAnErrorUnlessItOnlyLacksData(int phaseExitCode, bool holds, RunStatus status, int exitCode)
    {
        RunEvent[] events =
        [
            new GateMeasured("sim", "sim/ask/status", holds, "10 of 10", "all", null),
            new PhaseEnded("sim", "completed", 5),
            new PhaseEnded("replay", "failed", 1, "the engine cannot be reached", phaseExitCode),
        ];

        var verdict = VerdictFold.Fold(Phases, events, isStrict: false, cancelled: null);

        verdict.Status.Should().Be(status);
        ((int)verdict.ExitCode).Should().Be(exitCode);
        verdict.Cause.Should().Be("the engine cannot be reached");
        verdict.Gates.Should().Contain(gate => gate.Id == "replay/completed" && gate.Status == GateStatus.Inconclusive);
    }

    [Theory]
    [InlineData(null, true, RunStatus.Pass, 0)]
    [InlineData("the generator used 95 % of 2 cores (limit 90 %)", true, RunStatus.Warn, 0)]
    [InlineData("the generator used 95 % of 2 cores (limit 90 %)", false, RunStatus.Fail, 11)]
    public void Fold_OfASaturatedGenerator_IsNeverSilentlyGreen(string? reasons, bool holds, RunStatus status, int exitCode)
    {
        RunEvent[] events =
        [
            new GateMeasured("load", "load/http_req_duration p(95)<500", holds, "400 ms", "< 500 ms", null, reasons is null ? null : "the generator was saturated: see load/generator"),
            new GateMeasured("load", GateIds.Generator, true, "within its limits", "within its limits", null, reasons),
            new PhaseEnded("load", "completed", 5),
        ];

        var verdict = VerdictFold.Fold(["load"], events, isStrict: false, cancelled: null);

        (verdict.Status, (int)verdict.ExitCode).Should().Be((status, exitCode));
        verdict.Gates.Single(gate => gate.Id == GateIds.Generator).Status.Should().Be(reasons is null ? GateStatus.Pass : GateStatus.Warn);
    }
}
