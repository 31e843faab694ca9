using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Verdicts;

namespace TestOps.Server.Runs;

/// <summary>Where each planned phase stands, in the words of runs: <c>PENDING RUNNING PASS WARN FAIL INCONCLUSIVE CANCELLED ERROR SKIPPED</c>.</summary>
internal static class PhaseStatuses
{
    /// <summary>Of events that count: those of <see cref="PhaseAttempts.Last"/>.</summary>
    public static OrderedDictionary<string, string> Of(IReadOnlyList<string> planned, IReadOnlyList<RunEvent> events)
    {
        var gates = VerdictFold.Fold(planned, events, isStrict: false, cancelled: null).Gates;
        var statuses = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var phase in planned)
        {
            statuses[phase] = Of(phase, events, gates);
        }

        return statuses;
    }

    private static string Of(string phase, IReadOnlyList<RunEvent> events, IReadOnlyList<Gate> gates)
    {
        if (events.OfType<PhaseSkipped>().Any(skipped => skipped.Phase == phase))
        {
            return "SKIPPED";
        }

        var hasEnded = events.OfType<RunEnded>().Any();
        if (!events.OfType<PhaseStarted>().Any(started => started.Phase == phase))
        {
            return hasEnded ? "SKIPPED" : RunStatus.Pending.ToText();
        }

        return events.OfType<PhaseEnded>().FirstOrDefault(ended => ended.Phase == phase) switch
        {
            null => (hasEnded ? RunStatus.Interrupted : RunStatus.Running).ToText(),
            { Outcome: "cancelled" } => RunStatus.Cancelled.ToText(),
            { Outcome: "failed", ExitCode: (int)ExitCode.Inconclusive } => RunStatus.Inconclusive.ToText(),
            { Outcome: "failed" } => RunStatus.Error.ToText(),
            _ => OfGates([.. gates.Where(gate => gate.Phase == phase)]),
        };
    }

    private static string OfGates(IReadOnlyList<Gate> gates) => gates.Count == 0 ? RunStatus.Pass.ToText() : gates.Max(gate => gate.Status).ToString().ToUpperInvariant();
}
