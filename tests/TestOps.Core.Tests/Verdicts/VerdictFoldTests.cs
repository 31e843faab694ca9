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
}
