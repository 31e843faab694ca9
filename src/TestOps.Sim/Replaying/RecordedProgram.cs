using System.Globalization;
using TestOps.Core.Sessions;
using TestOps.Core.Snapshots;
using TestOps.Core.Traces;

namespace TestOps.Sim.Replaying;

/// <summary>Finds in the suite of a snapshot what its trace names.</summary>
internal static class RecordedProgram
{
    /// <summary>The scenario of a recorded session.</summary>
    /// <exception cref="SnapshotCorruptException">The suite has none of that name.</exception>
    public static ScenarioProgram ScenarioOf(this SessionProgram program, TraceSession session, SnapshotHead head) =>
        program.Find(session.Scenario) ?? throw Corrupt(head, session.Session, $"the suite has no scenario '{session.Scenario}'");

    /// <summary>The call of a recorded step.</summary>
    /// <exception cref="SnapshotCorruptException">The suite has none of that name.</exception>
    public static CallProgram CallOf(this SessionProgram program, StepRecord record, SnapshotHead head) =>
        program.Find(record.Scenario)?.Calls.FirstOrDefault(call => call.Name == record.Name) ?? throw Corrupt(head, record.Session, $"the suite has no step '{record.Name}' in scenario '{record.Scenario}'");

    private static SnapshotCorruptException Corrupt(SnapshotHead head, long session, string problem) =>
        new(head.Trace?.File ?? head.File, string.Create(CultureInfo.InvariantCulture, $"session {session}"), problem);
}
