using TestOps.Core.Journaling;
using TestOps.Core.Runs;

namespace TestOps.Store.Relational;

/// <summary>A row of <c>run_events</c> as Dapper reads it. Severity, subsystem and message follow from the event and are not read back.</summary>
internal sealed class EventRow
{
    public required long Seq { get; init; }

    public required string Timestamp { get; init; }

    public required string Type { get; init; }

    public required string Data { get; init; }

    public JournalEntry ToEntry() => new(Seq, StoredTime.Parse(Timestamp), RunEventJson.Deserialize(Type, Data));
}
