using TestOps.Cli.Rendering;
using TestOps.Core;
using TestOps.Core.Engines;
using TestOps.Core.Journaling;
using TestOps.Core.Verdicts;

namespace TestOps.Cli.Reports;

/// <summary>Renders a report for people.</summary>
internal sealed class ReportText(Screen screen, FollowUp followUp, Func<string, string> displayPath)
{
    private const int Indent = 13;

    /// <summary>The one line of <c>--quiet</c>.</summary>
    public static string Line(RunReport report)
    {
        var gates = report.Verdict.Gates;
        var score = report.Scored?.Score is { } value ? FormattableString.Invariant($", score {value:0.00}") : "";
        return $"{report.Run.Status.ToText()} {(report.IsPartial ? "PARTIAL " : "")}{report.Run.Suite}: {Held(gates)}{score}, run {report.Run.RunId}{(report.Cause is { } cause ? $": {cause}" : "")}";
    }

    /// <summary>How many gates hold; one that is known to fail does not.</summary>
    public static string Held(IReadOnlyList<Gate> gates)
    {
        var known = gates.Count(gate => gate.Status == GateStatus.Known);
        return $"{gates.Count(gate => gate.Status is GateStatus.Pass or GateStatus.Warn)} of {gates.Count} gates hold{(known == 0 ? "" : $", {known} known to fail")}";
    }

    /// <summary>The whole report; <paramref name="isFull"/> lists every incident and every divergence.</summary>
    public void Write(RunReport report, bool isFull)
    {
        new HeadlineSection(screen, followUp).Write(report);
        WriteRun(report);
        new GateSection(screen).Write(report);
        new DeterminismSection(screen).Write(report);
        new MeasurementSection(screen).Write(report);
        new DivergenceSection(screen).Write(report, isFull);
        if (isFull)
        {
            new IncidentSection(screen, followUp).Write(report);
        }
        else
        {
            WriteWarnings(report);
        }

        new MaskPatchSection(screen).Write(report.MaskPatch, isFull);
        WriteEvidence(report);
    }

    private void WriteRun(RunReport report)
    {
        var run = report.Run;
        screen.Line();
        screen.Field("  run", $"{run.RunId}, via {run.Trigger}, {Times.ToText(run.StartedAt ?? run.CreatedAt)}{(run.FinishedAt is { } end ? $", {Words.Span(end - (run.StartedAt ?? run.CreatedAt))}" : "")}", Indent);
        if (report.Engine is { } engine)
        {
            screen.Field("  engine", $"{engine}{(report.EngineVersion is { } version ? $", version {version}" : "")}", Indent);
            if (report.PlantedFaults is { Count: > 0 } faults)
            {
                screen.Field("  planted", $"{string.Join(", ", faults)} (faults that the run is meant to find)", Indent, Tone.Warn);
            }

            screen.Field("  seed", $"{report.Seed}{(report.Environment is { } environment ? $", environment {environment}" : "")}", Indent);
        }
    }

    // What no gate shows, and yet decides what the numbers are worth: a generator that came too late, for one.
    private void WriteWarnings(RunReport report)
    {
        var warnings = report.Incidents.Where(incident => incident.Level == EventSeverity.Warning && incident.Subsystem == "load").ToList();
        if (warnings.Count > 0)
        {
            screen.Line();
        }

        foreach (var warning in warnings)
        {
            screen.Field("  warning", $"{warning.Code}: {warning.Text}", Indent, Tone.Warn);
        }
    }

    private void WriteEvidence(RunReport report)
    {
        screen.Line();
        if (report.Run.SnapshotPath is { } path)
        {
            screen.Field("  snapshot", displayPath(path), Indent);
            screen.Field("  check it", followUp.Verify(report), Indent);
        }

        screen.Field("  look again", followUp.Show(report), Indent);
    }
}
