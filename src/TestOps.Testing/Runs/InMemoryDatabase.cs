using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Runs;
using TestOps.Core.WarRoom;

namespace TestOps.Testing.Runs;

/// <summary>Rows that outlive a store, as a database outlives a process.</summary>
public sealed class InMemoryDatabase
{
    private readonly Lock _lock = new();

    internal Dictionary<RunId, InMemoryRun> Runs { get; } = [];

    internal DateTimeOffset? UnlockedUntil { get; set; }

    internal SortedDictionary<string, IncidentRecord> Incidents { get; } = new(StringComparer.Ordinal);

    /// <summary>Lets every owner die without a word, as <c>kill -9</c> does: the next recovery interrupts their runs.</summary>
    public void KillOwners()
    {
        lock (_lock)
        {
            foreach (var run in Runs.Values)
            {
                run.IsHeld = false;
            }
        }
    }

    internal Task<T> LockedAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        try
        {
            lock (_lock)
            {
                return Task.FromResult(work());
            }
        }
        catch (Exception failure)
        {
            return Task.FromException<T>(failure);
        }
    }

    internal JournalEntry Append(InMemoryRun run, RunEvent runEvent, TimeProvider time)
    {
        if (run.HasEnded)
        {
            throw new InvalidOperationException($"The journal of run {run.Record.RunId} has ended: nothing follows RunEnded.");
        }

        var stored = RunEventJson.Deserialize(RunEventJson.TypeOf(runEvent), RunEventJson.Serialize(runEvent));
        var entry = new JournalEntry(run.Entries.Count + 1, StoredTime.Truncate(time.GetUtcNow()), stored);
        run.Entries.Add(entry);
        if (stored is IncidentOpened incident)
        {
            Count(incident, run.Record.RunId, entry.Timestamp);
        }

        return entry;
    }

    private void Count(IncidentOpened incident, RunId runId, DateTimeOffset seenAt)
    {
        var before = Incidents.GetValueOrDefault(incident.Fingerprint);
        Incidents[incident.Fingerprint] = new IncidentRecord
        {
            Fingerprint = incident.Fingerprint,
            Code = incident.Code,
            Severity = RunEventJson.NameOf(incident.Level),
            Subsystem = incident.Source,
            Message = incident.Text,
            Suggestion = incident.Suggestion,
            Reproduce = incident.Reproduce,
            Evidence = incident.Evidence?.ToJsonString(),
            LastRunId = runId.ToString(),
            FirstSeen = before?.FirstSeen ?? seenAt,
            LastSeen = seenAt,
            Count = (before?.Count ?? 0) + 1,
            State = before?.State is "acknowledged" ? "acknowledged" : "open",
        };
    }
}
