namespace TestOps.Core.WarRoom;

/// <summary>A row of <c>incidents</c>: all that was opened under one fingerprint. Its texts are those of the last time.</summary>
public sealed record IncidentRecord
{
    /// <summary>What makes repeats one incident.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>One of <see cref="IncidentCodes"/>.</summary>
    public required string Code { get; init; }

    /// <summary>One of <c>debug info warning error</c>.</summary>
    public required string Severity { get; init; }

    /// <summary>Who opened it: <c>sim</c>, <c>load</c>, <c>replay</c>, <c>runner</c>.</summary>
    public required string Subsystem { get; init; }

    /// <summary>What went wrong.</summary>
    public required string Message { get; init; }

    /// <summary>What to do.</summary>
    public required string Suggestion { get; init; }

    /// <summary>The command that shows it again.</summary>
    public required string Reproduce { get; init; }

    /// <summary>Evidence as JSON; null without any.</summary>
    public string? Evidence { get; init; }

    /// <summary>Id of the run that opened it last.</summary>
    public required string LastRunId { get; init; }

    /// <summary>When it was opened first.</summary>
    public required DateTimeOffset FirstSeen { get; init; }

    /// <summary>When it was opened last.</summary>
    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>How often it was opened, from 1.</summary>
    public required long Count { get; init; }

    /// <summary><c>open</c>, <c>acknowledged</c> or <c>resolved</c>. A repeat opens it again.</summary>
    public required string State { get; init; }
}
