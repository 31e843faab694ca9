using TestOps.Core;
using TestOps.Core.Verdicts;
using TestOps.Core.WarRoom;

namespace TestOps.Cli.Reports;

/// <summary>Who is to blame for a run that did not pass, as far as the evidence goes: the engine or the harness.</summary>
internal static class Blame
{
    /// <summary>One sentence that begins with <c>engine</c>, <c>harness</c>, <c>neither</c> or <c>nobody</c>.</summary>
    public static string Of(RunReport report)
    {
        var codes = report.Incidents.Select(incident => incident.Code).ToHashSet(StringComparer.Ordinal);
        return report.Run.Status switch
        {
            RunStatus.Cancelled => "nobody: the run was stopped before its end",
            RunStatus.Interrupted => "harness: the process that owned the run is gone",
            RunStatus.Error or RunStatus.Inconclusive => OfNoVerdict(codes),
            _ => OfGates(report, codes),
        };
    }

    private static string OfNoVerdict(HashSet<string> codes) =>
        codes.Contains(IncidentCodes.RunInternalError) ? "harness: an internal error of TestOps; the engine is not judged"
        : codes.Contains(IncidentCodes.TargetRefused) ? "harness: its policy refuses a target, which was not called"
        : codes.Contains(IncidentCodes.EngineVersionChanged) ? "nobody: the engine changed its version within the run, so its answers were compared with those of another one"
        : codes.Contains(IncidentCodes.EngineResetFailed) ? "harness: the engine could not be reset, so a phase had no state to begin from"
        : codes.Contains(IncidentCodes.ToolUnavailable) || codes.Contains(IncidentCodes.StoreUnavailable) ? "harness: its environment is not complete; the engine is not judged"
        : codes.Any(code => code.StartsWith("ENGINE.", StringComparison.Ordinal)) || codes.Contains(IncidentCodes.ReplayInconclusive) ? "engine: it gave no answer, so nothing is proven about its answers"
        : "harness: what the gates need was not measured; the engine is not judged";

    private static string OfGates(RunReport report, HashSet<string> codes)
    {
        var phases = report.Verdict.Gates.Where(gate => gate.Status == GateStatus.Fail).Select(gate => gate.Phase).Distinct(StringComparer.Ordinal).ToList();
        if (phases is ["load"] && codes.Contains(IncidentCodes.LoadGeneratorSaturated))
        {
            return "harness: the load generator was at its own limit; the latencies are not the engine's alone";
        }

        if (codes.Contains(IncidentCodes.EngineRateLimited))
        {
            return "engine: it turned calls away (429), so its rate limit is what was tested; ask less of it, or have the limit raised";
        }

        var extra = phases.Except(["sim", "load", "replay"], StringComparer.Ordinal).ToList();
        return phases switch
        {
            _ when extra.Count > 0 && extra.Count == phases.Count => $"neither: the extra check {string.Join(" and ", extra)} failed, and says nothing of the engine's answers",
            ["sim"] => "engine: its answers break the suite's checks or budgets",
            ["load"] => "engine: it does not hold the thresholds, and the generator was not at its limit",
            ["replay"] => OfReplay(report),
            [] => OfReplay(report),
            _ => $"engine: it fails in {string.Join(" and ", phases)}",
        };
    }

    private static string OfReplay(RunReport report) => (string?)report.Head?.Json["engine"]?["evidence"] switch
    {
        "A" => "engine: the same inputs, seed and time gave other answers",
        "B" => "engine: a fresh instance gave other answers to the same calls",
        _ => "engine, or what earlier calls left in it: the replays met a warm engine",
    };
}
