using TestOps.Core.Runs;
using TestOps.Core.WarRoom;

namespace TestOps.Store.Relational;

/// <summary>A row of <c>incidents</c> as Dapper reads it.</summary>
internal sealed class IncidentRow
{
    public required string Fingerprint { get; init; }

    public required string Code { get; init; }

    public required string Severity { get; init; }

    public required string Subsystem { get; init; }

    public required string Message { get; init; }

    public required string Suggestion { get; init; }

    public required string Reproduce { get; init; }

    public string? Evidence { get; init; }

    public required string LastRunId { get; init; }

    public required string FirstSeen { get; init; }

    public required string LastSeen { get; init; }

    public required long Count { get; init; }

    public required string State { get; init; }

    public IncidentRecord ToRecord() => new()
    {
        Fingerprint = Fingerprint,
        Code = Code,
        Severity = Severity,
        Subsystem = Subsystem,
        Message = Message,
        Suggestion = Suggestion,
        Reproduce = Reproduce,
        Evidence = Evidence,
        LastRunId = LastRunId,
        FirstSeen = StoredTime.Parse(FirstSeen),
        LastSeen = StoredTime.Parse(LastSeen),
        Count = Count,
        State = State,
    };
}
