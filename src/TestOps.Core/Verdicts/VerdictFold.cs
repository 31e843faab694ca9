using TestOps.Core.Journaling;

namespace TestOps.Core.Verdicts;

/// <summary>
/// Folds the journal of a run into its verdict; of a phase that was begun again after a crash, its last attempt counts. Precedence: cancelled or timed out, <c>ERROR</c>, <c>FAIL</c>, <c>INCONCLUSIVE</c>, <c>WARN</c>, <c>PASS</c>. Reads no clock
/// and no file.
/// </summary>
public static class VerdictFold
{
    /// <summary>
    /// Judges a run from the names of its planned phases and its journal. <paramref name="isStrict"/> gives divergent sessions above the floor exit code 12;
    /// <paramref name="cancelled"/> says who ended it early.
    /// </summary>
    public static Verdict Fold(IReadOnlyList<string> phases, IEnumerable<RunEvent> events, bool isStrict, CancelReason? cancelled)
    {
        var seen = PhaseAttempts.Last(events);
        var total = seen.OfType<ReplayScored>().LastOrDefault(scored => scored is { Replay: 0, Scenario: null });
        var divergent = total is null ? 0 : total.Sessions - total.Identical;
        var gates = KnownGates.Excuse(Gates(phases, seen, divergent > 0), seen);
        var failure = seen.OfType<PhaseEnded>().FirstOrDefault(ended => ended.Outcome == "failed");
        var status = StatusOf(gates, failure, cancelled);
        return new Verdict
        {
            Status = status,
            ExitCode = ExitCodeOf(status, gates, failure, cancelled, isStrict && divergent > 0),
            Cause = CauseOf(failure, cancelled),
            Gates = gates,
            DeterminismScore = total?.Score,
            DriftDetected = gates.Any(gate => gate.Status is GateStatus.Fail or GateStatus.Known && (gate.Id == GateIds.Score || gate.Id.StartsWith(GateIds.OfScenario(""), StringComparison.Ordinal))),
            DivergentSessions = divergent,
        };
    }

    private static List<Gate> Gates(IReadOnlyList<string> phases, IReadOnlyList<RunEvent> events, bool isDivergent)
    {
        var gates = events.OfType<GateMeasured>().Select(measured => Judge(measured, isDivergent)).ToList();
        foreach (var phase in phases)
        {
            var ended = events.OfType<PhaseEnded>().FirstOrDefault(candidate => candidate.Phase == phase);
            if (ended is not { Outcome: "completed" })
            {
                var reason = ended?.Cause ?? ended?.Outcome ?? events.OfType<PhaseSkipped>().FirstOrDefault(skipped => skipped.Phase == phase)?.Reason ?? "it did not run";
                gates.Add(new Gate(GateIds.OfPhase(phase), phase, GateStatus.Inconclusive, "no", "yes", null, reason));
            }
        }

        return gates;
    }

    private static Gate Judge(GateMeasured measured, bool isDivergent)
    {
        var status = measured.Holds switch
        {
            null when measured.Waiver is not null => GateStatus.Warn,
            null => GateStatus.Inconclusive,
            false => GateStatus.Fail,
            true when isDivergent && measured.Gate == GateIds.Score => GateStatus.Warn,
            true when measured.Gate == GateIds.Generator && measured.Detail is not null => GateStatus.Warn,
            true => GateStatus.Pass,
        };
        return new Gate(measured.Gate, measured.Phase, status, measured.Value, measured.Limit, measured.Margin, measured.Waiver ?? measured.Detail);
    }

    private static RunStatus StatusOf(List<Gate> gates, PhaseEnded? failure, CancelReason? cancelled)
    {
        if (cancelled is not null)
        {
            return RunStatus.Cancelled;
        }

        if (failure is not null and not { ExitCode: (int)ExitCode.Inconclusive })
        {
            return RunStatus.Error;
        }

        return StatusOf(gates);
    }

    /// <summary>The status that gates alone give. No gates prove nothing.</summary>
    internal static RunStatus StatusOf(IReadOnlyList<Gate> gates) =>
        gates.Count == 0 ? RunStatus.Inconclusive : gates.Max(gate => gate.Status) switch
        {
            GateStatus.Fail => RunStatus.Fail,
            GateStatus.Inconclusive => RunStatus.Inconclusive,
            GateStatus.Warn or GateStatus.Known => RunStatus.Warn,
            _ => RunStatus.Pass,
        };

    /// <summary>The exit code that goes with <see cref="StatusOf(IReadOnlyList{Gate})"/>.</summary>
    internal static ExitCode ExitCodeOf(RunStatus status, IReadOnlyList<Gate> gates) => status switch
    {
        RunStatus.Fail => FailedPhases(gates),
        RunStatus.Inconclusive when gates.Any(static gate => gate is { Id: GateIds.Targets, Status: GateStatus.Inconclusive }) => ExitCode.TargetRefused,
        RunStatus.Inconclusive => ExitCode.Inconclusive,
        _ => ExitCode.Success,
    };

    private static ExitCode ExitCodeOf(RunStatus status, List<Gate> gates, PhaseEnded? failure, CancelReason? cancelled, bool isStrictlyDivergent) => status switch
    {
        RunStatus.Cancelled => cancelled switch { CancelReason.TimedOut or CancelReason.OverBudget => ExitCode.TimedOut, CancelReason.Terminated => ExitCode.Terminated, _ => ExitCode.Cancelled },
        RunStatus.Error => (ExitCode)(failure?.ExitCode ?? (int)ExitCode.InternalError),
        RunStatus.Pass or RunStatus.Warn when isStrictlyDivergent => ExitCode.DeterminismFailed,
        _ => ExitCodeOf(status, gates),
    };

    private static ExitCode FailedPhases(IReadOnlyList<Gate> gates)
    {
        var phases = gates.Where(gate => gate.Status == GateStatus.Fail).Select(gate => gate.Phase).Distinct(StringComparer.Ordinal).ToList();
        return phases.Count > 1 ? ExitCode.SeveralFailed : phases[0] switch
        {
            "sim" => ExitCode.SimFailed,
            "load" => ExitCode.LoadFailed,
            "replay" => ExitCode.DeterminismFailed,
            _ => ExitCode.ExtraFailed,
        };
    }

    /// <summary>Who ended a run early, in words.</summary>
    internal static string CauseOf(CancelReason reason) => reason switch
    {
        CancelReason.Terminated => "ended by SIGTERM",
        CancelReason.TimedOut => "ran longer than its time limit",
        CancelReason.OverBudget => "ran longer than its suite's budget.duration",
        _ => "cancelled by its user",
    };

    private static string? CauseOf(PhaseEnded? failure, CancelReason? cancelled) => cancelled is { } reason ? CauseOf(reason) : failure?.Cause;
}
