using System.Globalization;
using System.Text.Json.Nodes;
using TestOps.Core.Engines;
using TestOps.Core.Journaling;
using TestOps.Core.Planning;
using TestOps.Core.Secrets;
using TestOps.Core.Snapshots;
using TestOps.Core.Traces;
using TestOps.Core.WarRoom;

namespace TestOps.Core.Phases;

/// <summary>What a phase works with.</summary>
public sealed class PhaseContext
{
    private readonly SortedDictionary<string, JsonNode> _artifacts = new(StringComparer.Ordinal);
    private bool _isSealed;
    private bool _hasChangedVersion;

    /// <summary>The run.</summary>
    public required RunId RunId { get; init; }

    /// <summary>The plan.</summary>
    public required Plan Plan { get; init; }

    /// <summary>The engine; a phase leases it and disposes the lease.</summary>
    public required IEngine Engine { get; init; }

    /// <summary>The run's journal.</summary>
    public required IRunJournal Journal { get; init; }

    /// <summary>The suite as it is named on the command line, for reproduce commands.</summary>
    public required string SuitePath { get; init; }

    /// <summary>What the command line changed of the suite, for reproduce commands; none by default.</summary>
    public SuiteOverrides Overrides { get; init; } = SuiteOverrides.None;

    /// <summary>What the operator gave the command besides, for reproduce commands; nothing by default.</summary>
    public OperatorOptions Given { get; init; } = OperatorOptions.None;

    /// <summary>What the load is compared with, where the suite has gates that ask for it; null where nobody has looked for it.</summary>
    public LoadBaseline? Baseline { get; init; }

    /// <summary>Wall time.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Environment variables of the suite, and what must not be shown of the run; nothing by default.</summary>
    public RunSecrets Secrets { get; init; } = RunSecrets.None;

    /// <summary>What phases put into the head of the snapshot, by key: <c>sim</c>, <c>k6</c>.</summary>
    public IReadOnlyDictionary<string, JsonNode> Artifacts => _artifacts;

    /// <summary>The trace that the SIM phase recorded; null without one.</summary>
    public TraceSummary? Trace { get; private set; }

    /// <summary>What the first lease said of the engine; null before.</summary>
    public EngineReport? EngineReport { get; private set; }

    /// <summary>Appends an event; completes when it is committed.</summary>
    public Task<JournalEntry> AppendAsync(RunEvent runEvent, CancellationToken cancellationToken) => Journal.AppendAsync(runEvent, cancellationToken);

    /// <summary>Adds an artifact to the head of the snapshot, without any known secret; the last one of a key wins. After the seal it is refused.</summary>
    /// <exception cref="InvalidOperationException">The snapshot is sealed.</exception>
    public void AddArtifact(string key, JsonNode artifact)
    {
        RefuseAfterSeal();
        _artifacts[key] = Secrets.Redact(artifact)!;
    }

    /// <summary>Adds the recorded trace to the snapshot.</summary>
    /// <exception cref="InvalidOperationException">The snapshot is sealed.</exception>
    public void AddTrace(TraceSummary trace)
    {
        RefuseAfterSeal();
        Trace = trace;
    }

    /// <summary>
    /// Says in the journal which engine a phase has met: evidence, freshness, version. The first lease of a run is the one in the head; a later one of another version
    /// opens an incident, because answers of two versions say nothing of determinism.
    /// </summary>
    /// <param name="lease">The lease, made ready.</param>
    /// <param name="phase">The phase.</param>
    /// <param name="replay">Number of the replay, from 1; 0 in other phases.</param>
    /// <param name="cancellationToken">Cancels the append.</param>
    public async Task ReportLeaseAsync(EngineLease lease, string phase, int replay, CancellationToken cancellationToken)
    {
        var version = lease.Version is { } said ? Secrets.Redact(said) : null;
        EngineReport ??= new EngineReport(Engine.Kind, Secrets.Redact(Engine.DisplayName), version, lease.Evidence, Secrets.Redact(lease.Freshness));
        await AppendAsync(new EngineLeased(phase, replay, lease.Evidence.ToLetter(), lease.IsFresh, lease.Freshness, version), cancellationToken);
        if (version != EngineReport.Version && !_hasChangedVersion)
        {
            _hasChangedVersion = true;
            var (before, now) = (EngineReport.Version ?? "none", version ?? "none");
            await OpenIncidentAsync(
                IncidentCodes.EngineVersionChanged,
                phase,
                $"the engine said that its version is {before} when the run began, and {now} in {phase}{(replay > 0 ? string.Create(CultureInfo.InvariantCulture, $" {replay}") : "")}",
                Facts(("expected", before), ("actual", now), ("phase", phase)),
                cancellationToken);
        }
    }

    /// <summary>Opens an incident where the engine's own process has ended although its lease lasts, and answers how; null where it runs, or is not ours.</summary>
    public async Task<string?> ReportEndOfProcessAsync(EngineLease lease, string phase, CancellationToken cancellationToken)
    {
        var end = await lease.EndOfProcessAsync(cancellationToken);
        if (end is not null)
        {
            await OpenIncidentAsync(IncidentCodes.EngineProcessEnded, phase, $"the engine's process ended while {phase} was using it: {end}", Facts(("reason", end), ("phase", phase)), cancellationToken);
        }

        return end;
    }

    /// <summary>Facts for an incident: those of the run (<c>suite seed run_id</c>), then <paramref name="facts"/>.</summary>
    public IReadOnlyDictionary<string, string> Facts(params ReadOnlySpan<(string Name, string Value)> facts)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["suite"] = SuitePath,
            ["seed"] = Plan.Seed.ToString(CultureInfo.InvariantCulture),
            ["run_id"] = RunId.ToString(),
        };
        foreach (var (name, value) in facts)
        {
            // Before anything is hashed: fingerprints are made of facts.
            all[name] = Secrets.Redact(value);
        }

        return all;
    }

    /// <summary>Opens an incident with the catalogue's suggestion, filled with <paramref name="facts"/>.</summary>
    public Task<JournalEntry> OpenIncidentAsync(string code, string source, string text, IReadOnlyDictionary<string, string> facts, CancellationToken cancellationToken)
    {
        var incident = IncidentCatalogue.Open(code, source, text, facts);
        return AppendAsync(incident with { Reproduce = ReproduceCommand.Complete(incident.Reproduce, SuitePath, Plan, Overrides, Given) }, cancellationToken);
    }

    /// <summary>From here on the head is what it is.</summary>
    internal void Seal() => _isSealed = true;

    /// <summary>Takes in what a sealed head says of the phases before: trace and engine.</summary>
    internal void Restore(SnapshotHead head)
    {
        Trace = head.Trace;
        EngineReport = new EngineReport(Engine.Kind, head.Text("engine", "name"), head.EngineVersion, head.Evidence, SealedJson.TextOf(SealedJson.At(head.Json, "engine", "freshness")) ?? "");
        Seal();
    }

    private void RefuseAfterSeal()
    {
        if (_isSealed)
        {
            throw new InvalidOperationException("The snapshot is sealed: phases that run after the seal cannot add to it.");
        }
    }
}
