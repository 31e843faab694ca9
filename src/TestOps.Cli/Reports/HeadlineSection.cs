using TestOps.Cli.Rendering;
using TestOps.Core;
using TestOps.Core.Verdicts;

namespace TestOps.Cli.Reports;

/// <summary>The first lines of a report. Of a run that did not pass they say what, by how much, since when, who is to blame and how to see it again.</summary>
internal sealed class HeadlineSection(Screen screen, FollowUp followUp)
{
    private const int Indent = 10;
    private const int GatesMax = 3;

    public void Write(RunReport report)
    {
        var gates = report.Verdict.Gates;
        var lost = gates.Where(gate => gate.Status is GateStatus.Fail or GateStatus.Inconclusive).OrderByDescending(gate => gate.Status).ToList();
        var what = lost.Count == 0 ? $"{ReportText.Held(gates)}{(report.Run.Status.IsFinal() ? "" : " so far")}" : Lost(lost, gates.Count);
        var code = report.ExitCode is { } exit and not ExitCode.Success ? $", exit code {(int)exit}" : "";
        screen.Line((report.Run.Status.ToText(), ToneOf(report.Run.Status)), ($"  {(report.IsPartial ? "PARTIAL " : "")}{report.Run.Suite}: {what}{code}", Tone.Strong));
        if (report.Run.Status.IsFinal() && report.Run.Status != RunStatus.Pass)
        {
            WriteWhy(report, lost);
        }
    }

    public static Tone ToneOf(RunStatus status) => status switch
    {
        RunStatus.Pass => Tone.Good,
        RunStatus.Pending or RunStatus.Running => Tone.Plain,
        RunStatus.Warn or RunStatus.Cancelled => Tone.Warn,
        _ => Tone.Bad,
    };

    /// <summary>A gate that failed is one thing, a gate without data another.</summary>
    private static string Lost(List<Gate> lost, int gates)
    {
        var failed = lost.Count(gate => gate.Status == GateStatus.Fail);
        var open = lost.Count - failed;
        var all = Words.Count(gates, "gate");
        return (failed, open) switch
        {
            (0, _) => $"{open} of {all} cannot be judged",
            (_, 0) => $"{failed} of {all} {(failed == 1 ? "does" : "do")} not hold",
            _ => $"{failed} of {all} {(failed == 1 ? "does" : "do")} not hold, {open} cannot be judged",
        };
    }

    private void WriteWhy(RunReport report, List<Gate> lost)
    {
        WriteWhat(report, lost);
        screen.Field("  since", Since(report), Indent);
        if (report.Run.Status != RunStatus.Warn || report.ExitCode != ExitCode.Success)
        {
            screen.Field("  blame", Blame.Of(report), Indent);
        }

        // Nothing was judged, so that no gate says what would help.
        if (report.Run.Status == RunStatus.Error && report.Incidents.LastOrDefault(incident => incident.Text == report.Cause) is { } incident)
        {
            screen.Field("  do", incident.Suggestion, Indent);
        }

        if (followUp.Reproduce(report) is { } command)
        {
            screen.Field("  again", command, Indent, Tone.Strong);
        }
    }

    private void WriteWhat(RunReport report, List<Gate> lost)
    {
        var name = "  what";
        if (report.Cause is { } cause)
        {
            screen.Field(name, cause, Indent, Tone.Bad);
            name = "";
        }

        // That the phases did not complete is what the cause has said already.
        var told = report.Cause is null ? lost : [.. lost.Where(gate => gate.Id != $"{gate.Phase}/completed")];
        var shown = lost.Count > 0 ? told : [.. report.Verdict.Gates.Where(gate => gate.Status is GateStatus.Warn or GateStatus.Known)];
        foreach (var gate in shown.Take(GatesMax))
        {
            var margin = gate.Margin is { } distance ? $" ({(char.IsAsciiDigit(distance[^1]) ? $"margin {distance}" : distance)})" : "";
            screen.Field(name, $"{gate.Id}: {gate.Value}, limit {gate.Limit}{margin}", Indent, Tone.Strong);
            if (gate.Detail is { } detail && detail != report.Cause)
            {
                screen.Field("", detail, Indent);
            }

            name = "";
        }

        if (shown.Count > GatesMax)
        {
            screen.Field("", $"and {shown.Count - GatesMax} more below", Indent);
        }
    }

    private static string Since(RunReport report)
    {
        var (last, later, isExhaustive) = (report.LastPass.Run, report.LastPass.Later, report.LastPass.IsExhaustive);
        if (last is null)
        {
            var searched = isExhaustive ? "this store has no earlier run of the suite that passed" : "no run of the suite passed among the last 10,000 runs of this store";
            return later == 0 ? searched : $"{searched}, of {Words.Count(later, "earlier run")}";
        }

        var at = last.StartedAt ?? last.CreatedAt;
        var before = Words.Span((report.Run.StartedAt ?? report.Run.CreatedAt) - at);
        var between = later == 0 ? "the run before this one" : $"{Words.Count(later, "run")} without a pass in between";
        return $"last {last.Status.ToText()} {Times.ToText(at)}, {before} before (run {last.RunId}), {between}";
    }
}
