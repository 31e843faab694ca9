using System.Globalization;
using TestOps.Cli.Rendering;
using TestOps.Core;
using TestOps.Core.Determinism;
using TestOps.Core.Engines;
using TestOps.Core.Snapshots;
using TestOps.Sim.Masking;

namespace TestOps.Cli.Reports;

/// <summary>Shows what the replays of one command came to.</summary>
internal sealed class ReplayView(Screen screen)
{
    private const int Indent = 12;
    private const int DivergencesMax = 5;

    public void Write(ReplaySummary summary, MaskProposal? proposal, Func<string, string> displayFile)
    {
        WriteHeadline(summary);
        if (summary.Score is { } score && summary.IsComplete)
        {
            screen.Field(summary.IsRegressionCheck ? "  alike" : "  score", string.Create(CultureInfo.InvariantCulture, $"{score} (floor {summary.Floor:0.##}){ScenariosBelow(summary)}"), Indent);
            screen.Field("  bound", score.Words, Indent);
        }

        screen.Field("  evidence", summary.Engine.Evidence.ToText(), Indent);
        screen.Field("  met", summary.Engine.Freshness, Indent);
        screen.Field("  engine", $"{summary.Engine.Name}, version {summary.Engine.Version ?? "unknown"}", Indent);
        if (summary.IsRegressionCheck)
        {
            screen.Field("  note", $"recorded from version {summary.RecordedVersion ?? "unknown"}, answered by {summary.Engine.Version ?? "unknown"}: this is a regression check and says nothing of determinism", Indent, Tone.Warn);
        }

        screen.Field("  compared", Words.Compared(summary.LeavesCompared), Indent);
        foreach (var (result, scenario, sessions, agreed) in summary.Results.SelectMany(result => result.CheckAgreement.Select(scenario => (result.Number, scenario.Key, scenario.Value.Sessions, scenario.Value.Agreed))))
        {
            screen.Field("  agreement", $"replay {result}, {scenario}: {agreed} of {sessions} sessions with the same check results (compare: checks; not part of the score)", Indent);
        }

        if (summary.Results.Any(static result => !result.ComparesSecrets))
        {
            screen.Field("  secrets", $"not compared: their key, {summary.Head.SecretKeyId}, is not in this data folder", Indent, Tone.Warn);
        }

        foreach (var result in summary.Results)
        {
            screen.Field("  record", $"replay {result.Number}: {result.Identical} of {result.Sessions} identical, in {displayFile(SnapshotNames.Replay(summary.Head.RunId, result.Number))}", Indent);
        }

        if (summary.Unanswered > 0)
        {
            screen.Field("  silence", $"{Words.Count(summary.Unanswered, "session")} met calls without an answer, which proves nothing; first: {summary.Results.Select(result => result.UnansweredExample).First(example => example is not null)}", Indent, Tone.Warn);
        }

        if (summary.Incomparable > 0)
        {
            screen.Field("  silence", $"{Words.Count(summary.Incomparable, "recorded session")} with calls that got no answer: nothing can be compared with them", Indent, Tone.Warn);
        }

        new DivergenceSection(screen).Write(summary.Divergences, "replay", DivergencesMax);
        new MaskPatchSection(screen).Write(proposal?.ToEvent(), isFull: true);
    }

    private void WriteHeadline(ReplaySummary summary)
    {
        var (word, tone) = summary.ExitCode switch
        {
            ExitCode.DeterminismFailed => ("FAIL", Tone.Bad),
            ExitCode.Inconclusive => ("INCONCLUSIVE", Tone.Warn),
            _ => summary.Score!.Divergent > 0 ? ("WARN", Tone.Warn) : ("PASS", Tone.Good),
        };
        var sessions = summary.Score is { } score ? $"{score.Identical} of {Words.Count(score.Sessions, "session")} identical" : "no session could be compared";
        var times = summary.Results.Count > 1 ? $" in {summary.Results.Count} replays" : "";
        screen.Line((word, tone), ($"  {(summary.IsRegressionCheck ? "regression check" : "replay")} of run {summary.Head.RunId}: {sessions}{times}", Tone.Strong));
    }

    private static string ScenariosBelow(ReplaySummary summary)
    {
        var below = summary.Scenarios.Where(scenario => scenario.Score.IsBelow(scenario.Floor)).Select(scenario => string.Create(CultureInfo.InvariantCulture, $"{scenario.Scenario} {scenario.Score} (floor {scenario.Floor:0.##})")).ToList();
        return below.Count == 0 || summary.Scenarios.Count < 2 ? "" : $"; below their floor: {string.Join(", ", below)}";
    }
}
