using System.Globalization;
using System.Text.Json.Nodes;
using TestOps.Cli.Rendering;
using TestOps.Core.Determinism;
using TestOps.Core.Engines;
using TestOps.Core.Journaling;

namespace TestOps.Cli.Reports;

/// <summary>The score, and how much it proves: evidence class, confidence bound, share of leaves compared.</summary>
internal sealed class DeterminismSection(Screen screen)
{
    private const int Indent = 13;

    public void Write(RunReport report)
    {
        if (report.Scored is not { } scored)
        {
            return;
        }

        screen.Line();
        screen.Line((report.IsRegressionCheck ? "regression check" : "determinism", Tone.Strong));
        var score = scored.Score is { } value ? value.ToString("0.00", CultureInfo.InvariantCulture) : "none";
        screen.Field("  score", string.Create(CultureInfo.InvariantCulture, $"{score} ({scored.Identical} of {scored.Sessions} sessions identical in every replay; floor {scored.Floor:0.##})"), Indent);
        if (DeterminismScore.Compute(scored.Sessions, scored.Identical) is { } computed && scored.Score is not null)
        {
            screen.Field("  bound", computed.Words, Indent);
        }

        screen.Field("  evidence", report.Head is null ? "unknown: the snapshot's head cannot be read" : report.Head.Evidence.ToText(), Indent);
        WriteLeases(report);
        screen.Field("  compared", Words.Compared(scored.LeavesCompared), Indent);
        foreach (var (scenario, agreement) in report.Metric("replay", "check_agreement")?.Data?["scenarios"] as JsonObject ?? [])
        {
            screen.Field("  agreement", $"{scenario}: {agreement?["agreed"]} of {agreement?["sessions"]} sessions with the same check results in every replay (compare: checks; not part of the score)", Indent);
        }

        screen.Field("  replays", string.Join(", ", report.Events.OfType<ReplayScored>().Where(replay => replay is { Replay: > 0, Scenario: null }).Select(replay => $"{replay.Replay}: {replay.Identical} of {replay.Sessions}")), Indent);
    }

    // Which engine was met, and in which state: without it a score is a number.
    private void WriteLeases(RunReport report)
    {
        var leases = report.Events.OfType<EngineLeased>().Where(lease => lease.Phase is "sim" or "replay").ToList();
        if (report.IsRegressionCheck)
        {
            var versions = leases.Select(lease => lease.Version ?? "none").Distinct(StringComparer.Ordinal);
            screen.Field("  note", $"the engine changed its version within the run ({string.Join(", then ", versions)}): what differs is a difference of versions and says nothing of determinism", Indent, Tone.Warn);
        }

        foreach (var (index, met) in leases.Where(lease => lease.Phase == "replay" && (lease.Evidence != "A" || !lease.IsFresh)).Select(Met).Distinct(StringComparer.Ordinal).Index())
        {
            screen.Field(index == 0 ? "  met" : "", met, Indent);
        }
    }

    private static string Met(EngineLeased lease) => $"{lease.Freshness}{(lease.Version is { } version ? $", version {version}" : "")}";
}
