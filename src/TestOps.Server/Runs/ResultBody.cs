using System.ComponentModel;
using System.Text.Json.Nodes;

namespace TestOps.Server.Runs;

/// <summary>Answer of <c>/tests/result/{run_id}</c>, as the OpenAPI document describes it; <see cref="RunResults"/> writes it. What the plan leaves out is null; a run that ended before its result was sealed has <c>error</c> in place of measurements.</summary>
internal sealed record ResultBody
{
    [Description("The run")]
    public required string RunId { get; init; }

    [Description("PASS, WARN, FAIL, INCONCLUSIVE, CANCELLED, INTERRUPTED or ERROR")]
    public required string Status { get; init; }

    [Description("What testops run would have ended with")]
    public required int? ExitCode { get; init; }

    [Description("Why the run ended as it did; null where its verdict says it")]
    public string? Cause { get; init; }

    [Description("Why the run failed; only where it did")]
    public string? Error { get; init; }

    [Description("The simulation: status, metrics, notes")]
    public JsonObject? SimRunner { get; init; }

    [Description("The load, whichever driver measured it: label, driver, script, metrics with p95_ms, p99_ms and error_rate, thresholds, results_path")]
    public JsonObject? K6Runner { get; init; }

    [Description("The replays: determinism_score, drift_detected, details with target_floor, snapshot_run_id, divergent_sessions")]
    public JsonObject? ReplayEngine { get; init; }

    [Description("Place of the snapshot's head in the data folder")]
    public required string? SnapshotPath { get; init; }

    [Description("Every gate, passed or not: id, phase, status, value, limit, margin, detail")]
    public IReadOnlyList<JsonObject>? Gates { get; init; }

    [Description("What went wrong, with codes, places and suggestions")]
    public IReadOnlyList<JsonObject>? Incidents { get; init; }

    [Description("run_id, trigger, started_at, finished_at, results, replay, snapshot")]
    public required JsonObject Aggregated { get; init; }
}
