using TestOps.Cli.Rendering;
using TestOps.Core.Journaling;

namespace TestOps.Cli.Reports;

/// <summary>Every incident of a run: what, what to do, how to see it again.</summary>
internal sealed class IncidentSection(Screen screen, FollowUp followUp)
{
    private const int Indent = 13;

    public void Write(RunReport report)
    {
        foreach (var incident in report.Incidents)
        {
            screen.Line();
            screen.Field("incident", incident.Code, "incident".Length + 2, incident.Level == EventSeverity.Error ? Tone.Bad : Tone.Warn);
            screen.Field("  what", incident.Text, Indent);
            screen.Field("  do", incident.Suggestion, Indent);
            screen.Field("  again", followUp.Complete(report, incident.Reproduce), Indent);
        }
    }
}
