using System.Text.Json.Nodes;
using TestOps.Core;
using TestOps.Core.Determinism;
using TestOps.Core.Journaling;
using TestOps.Core.Runs;
using TestOps.Core.Snapshots;
using TestOps.Core.Verdicts;

namespace TestOps.Cli.Reports;

/// <summary>Everything that a report of a run says, read from its journal and from the sealed head; nothing comes from the memory of the process that ran it.</summary>
internal sealed class RunReport
{
    private readonly RunStarted? _started;

    public RunReport(RunRecord run, IReadOnlyList<RunEvent> events, SnapshotHead? head, LastPass lastPass)
    {
        Run = run;
        Head = head;
        LastPass = lastPass;
        Events = PhaseAttempts.Last(events);
        _started = events.OfType<RunStarted>().FirstOrDefault();
        Ended = events.OfType<RunEnded>().LastOrDefault();
        var phases = Plan?["phases"] is JsonArray names && Ended is not null ? names.Select(name => (string)name!).ToArray() : [];
        Verdict = VerdictFold.Fold(phases, events, isStrict: ExitCode == Core.ExitCode.DeterminismFailed, CancelReason);
    }

    public RunRecord Run { get; }

    /// <summary>The journal without progress and seconds of load, and without what a phase said that was begun again.</summary>
    public IReadOnlyList<RunEvent> Events { get; }

    /// <summary>The sealed head; null where there is none, or none that can be read.</summary>
    public SnapshotHead? Head { get; }

    public LastPass LastPass { get; }

    public RunEnded? Ended { get; }

    public Verdict Verdict { get; }

    public ExitCode? ExitCode => Ended is null ? null : (ExitCode)Ended.ExitCode;

    public string? Cause => Ended?.Cause;

    public JsonNode? Plan => _started?.Plan;

    public string? Engine => _started?.Engine;

    public ulong? Seed => _started?.Seed;

    /// <summary>The engine's own version; null where it does not say.</summary>
    public string? EngineVersion => (string?)Head?.Json["engine"]?["version"];

    /// <summary>Whether a replay met another version of the engine than the simulation: then nothing is said of determinism.</summary>
    public bool IsRegressionCheck => Events.OfType<EngineLeased>().Where(lease => lease.Phase is "sim" or "replay").Select(lease => lease.Version).Distinct(StringComparer.Ordinal).Count() > 1;

    /// <summary>Faults planted into the engine, by the suite or on the command line.</summary>
    public IReadOnlyList<string> PlantedFaults => [.. (Plan?["engine"]?["faults"] as JsonArray ?? []).Select(fault => (string)fault!)];

    /// <summary>Whether the run left a part of its suite out.</summary>
    public bool IsPartial => Plan?["selection"] is not null;

    public string? Environment => (string?)Plan?["environment"];

    /// <summary>The suite as it was named on the command line; null where nothing was sealed.</summary>
    public string? SuitePath => (string?)Head?.Json["suite"]?["path"];

    public IEnumerable<IncidentOpened> Incidents => Events.OfType<IncidentOpened>();

    public IReadOnlyList<DivergenceFound> Divergences => [.. Events.OfType<DivergenceFound>()];

    /// <summary>Masks that would cure the drift; null where there is none.</summary>
    public MasksProposed? MaskPatch => Events.OfType<MasksProposed>().LastOrDefault();

    /// <summary>The score over all replays; null where nothing was replayed.</summary>
    public ReplayScored? Scored => Events.OfType<ReplayScored>().LastOrDefault(scored => scored is { Replay: 0, Scenario: null });

    public SnapshotSealed? Sealed => Events.OfType<SnapshotSealed>().LastOrDefault();

    /// <summary>A final measurement; null where there is none.</summary>
    public MetricMeasured? Metric(string phase, string name) => Events.OfType<MetricMeasured>().LastOrDefault(metric => metric.Phase == phase && metric.Name == name);

    private CancelReason? CancelReason => Ended?.Status != RunStatus.Cancelled.ToText() ? null : ExitCode switch
    {
        Core.ExitCode.TimedOut => Core.Verdicts.CancelReason.TimedOut,
        Core.ExitCode.Terminated => Core.Verdicts.CancelReason.Terminated,
        _ => Core.Verdicts.CancelReason.User,
    };
}
