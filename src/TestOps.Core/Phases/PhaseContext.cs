using System.Text.Json.Nodes;
using TestOps.Core.Engines;
using TestOps.Core.Journaling;
using TestOps.Core.Planning;
using TestOps.Core.Runs;
using TestOps.Core.WarRoom;

namespace TestOps.Core.Phases;

/// <summary>What a phase works with.</summary>
public sealed class PhaseContext
{
    private readonly SortedDictionary<string, JsonNode> _artifacts = new(StringComparer.Ordinal);

    /// <summary>The run.</summary>
    public required RunId RunId { get; init; }

    /// <summary>The plan.</summary>
    public required Plan Plan { get; init; }

    /// <summary>The engine; a phase leases it and disposes the lease.</summary>
    public required IEngine Engine { get; init; }

    /// <summary>The run's journal.</summary>
    public required IRunJournal Journal { get; init; }

    /// <summary>Wall time.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Reads an environment variable for <c>${env.NAME}</c>.</summary>
    public required Func<string, string?> Environment { get; init; }

    /// <summary>What phases put into the head of the snapshot, by key: <c>sim</c>, <c>k6</c>.</summary>
    public IReadOnlyDictionary<string, JsonNode> Artifacts => _artifacts;

    /// <summary>Appends an event; completes when it is committed.</summary>
    public Task<JournalEntry> AppendAsync(RunEvent runEvent, CancellationToken cancellationToken) => Journal.AppendAsync(runEvent, cancellationToken);

    /// <summary>Adds an artifact to the head of the snapshot; the last one of a key wins. After the seal it is refused.</summary>
    public void AddArtifact(string key, JsonNode artifact) => _artifacts[key] = artifact;

    /// <summary>Opens an incident with the catalogue's suggestion, filled with <paramref name="facts"/>.</summary>
    public Task<JournalEntry> OpenIncidentAsync(string code, string source, string text, IReadOnlyDictionary<string, string> facts, CancellationToken cancellationToken) =>
        AppendAsync(IncidentCatalogue.Open(code, source, text, facts), cancellationToken);
}
