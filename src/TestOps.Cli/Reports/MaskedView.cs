using System.Globalization;
using TestOps.Cli.Rendering;
using TestOps.Core;
using TestOps.Core.Suites;
using TestOps.Sim.Masking;

namespace TestOps.Cli.Reports;

/// <summary>Shows what recorded replays come to under masks of a file.</summary>
internal sealed class MaskedView(Screen screen)
{
    private const int Indent = 12;

    public ExitCode Write(RunId runId, ReplaySpec replay, MaskedScore inForce, MaskedScore masked, int added, MaskProposal? rest)
    {
        var exitCode = masked.Score is not { } score ? ExitCode.Inconclusive : score.IsBelow(replay.Floor) ? ExitCode.DeterminismFailed : ExitCode.Success;
        var (word, tone) = exitCode switch
        {
            ExitCode.Inconclusive => ("INCONCLUSIVE", Tone.Warn),
            ExitCode.DeterminismFailed => ("FAIL", Tone.Bad),
            _ => masked.Score!.Divergent > 0 ? ("WARN", Tone.Warn) : ("PASS", Tone.Good),
        };
        screen.Line((word, tone), ($"  recorded replays of run {runId}, judged anew under {Words.Count(added, "further mask")}; no engine was called", Tone.Strong));
        screen.Field("  in force", Text(inForce), Indent);
        screen.Field("  masked", string.Create(CultureInfo.InvariantCulture, $"{Text(masked)}; floor {replay.Floor:0.##}"), Indent);
        new MaskPatchSection(screen).Write(rest?.ToEvent(), isFull: true);
        return exitCode;
    }

    private static string Text(MaskedScore judged)
    {
        var score = judged.Score is { } value ? $"score {value}" : judged.Unanswered > 0 ? $"no score: {Words.Count(judged.Unanswered, "session")} have calls without an answer" : "no score: no session could be compared";
        return $"{score}, {judged.Identical} of {Words.Count(judged.Sessions, "session")} identical, {Words.Compared((double?)judged.Leaves.ComparedShare)} compared";
    }
}
