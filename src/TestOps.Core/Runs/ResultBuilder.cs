using System.Text.Json.Nodes;
using TestOps.Core.Journaling;
using TestOps.Core.Snapshots;
using TestOps.Core.Verdicts;

namespace TestOps.Core.Runs;

/// <summary>Builds the result of a run: verdict, gates, score, incidents, and every file of the run with its digest.</summary>
internal static class ResultBuilder
{
    public static JsonObject Build(RunRecord run, SnapshotHead head, Verdict verdict, IReadOnlyList<RunEvent> events, DateTimeOffset finishedAt, JsonObject files) => new()
    {
        ["schema"] = ResultFiles.Schema,
        ["run_id"] = run.RunId.ToString(),
        ["trigger"] = run.Trigger,
        ["started_at"] = Times.ToText(run.StartedAt!.Value),
        ["finished_at"] = Times.ToText(finishedAt),
        ["status"] = verdict.Status.ToText(),
        ["partial"] = head.Json["plan"]?["selection"] is not null,
        ["exit_code"] = (int)verdict.ExitCode,
        ["cause"] = verdict.Cause,
        ["sim_runner"] = head.Json["sim"]?.DeepClone(),
        ["k6_runner"] = head.Json["k6"]?.DeepClone(),
        ["replay_engine"] = Replay(head, verdict, events),
        ["snapshot_path"] = run.SnapshotPath,
        ["head_seal"] = head.Seal,
        ["gates"] = new JsonArray([.. verdict.Gates.Select(GateJson)]),
        ["incidents"] = new JsonArray([.. events.OfType<IncidentOpened>().Select(IncidentJson)]),
        ["files"] = files,
    };

    public static JsonNode GateJson(Gate gate) => new JsonObject
    {
        ["id"] = gate.Id,
        ["phase"] = gate.Phase,
        ["status"] = gate.Status.ToString().ToUpperInvariant(),
        ["value"] = gate.Value,
        ["limit"] = gate.Limit,
        ["margin"] = gate.Margin,
        ["detail"] = gate.Detail,
    };

    private static JsonObject Replay(SnapshotHead head, Verdict verdict, IReadOnlyList<RunEvent> events)
    {
        var total = events.OfType<ReplayScored>().LastOrDefault(scored => scored is { Replay: 0, Scenario: null });
        return new JsonObject
        {
            ["determinism_score"] = verdict.DeterminismScore,
            ["drift_detected"] = verdict.DriftDetected,
            ["details"] = new JsonObject
            {
                ["target_floor"] = total is null ? null : JsonValue.Create(total.Floor),
                ["snapshot_run_id"] = head.RunId.ToString(),
                ["evidence"] = (string?)head.Json["engine"]?["evidence"],
                ["engines"] = new JsonArray([.. events.OfType<EngineLeased>().Where(static lease => lease.Phase == "replay").Select(LeaseJson)]),
                ["sessions"] = total?.Sessions,
                ["divergent_sessions"] = total is null ? null : JsonValue.Create(verdict.DivergentSessions),
                ["lower_bound_95"] = total?.LowerBound,
                ["leaves_compared"] = total?.LeavesCompared,
                ["check_agreement"] = events.OfType<MetricMeasured>().LastOrDefault(metric => metric is { Phase: "replay", Name: "check_agreement" })?.Data?.DeepClone(),
                ["divergences"] = new JsonArray([.. events.OfType<DivergenceFound>().Select(DivergenceJson)]),
                ["mask_patch"] = MaskPatchJson(events.OfType<MasksProposed>().LastOrDefault()),
            },
        };
    }

    private static JsonNode LeaseJson(EngineLeased lease) => new JsonObject
    {
        ["replay"] = lease.Replay,
        ["evidence"] = lease.Evidence,
        ["is_fresh"] = lease.IsFresh,
        ["freshness"] = lease.Freshness,
        ["version"] = lease.Version,
    };

    private static JsonNode DivergenceJson(DivergenceFound found) => new JsonObject
    {
        ["replay"] = found.Replay,
        ["session"] = found.Session,
        ["step"] = found.Step,
        ["step_name"] = found.StepName,
        ["pointer"] = found.Pointer,
        ["class"] = found.Class,
        ["expected"] = found.Expected,
        ["actual"] = found.Actual,
        ["sessions"] = found.Sessions,
    };

    /// <summary>The proposed masks as machines read them; null where there are none to propose.</summary>
    public static JsonObject? MaskPatchJson(MasksProposed? proposed) => proposed is null ? null : new JsonObject
    {
        ["masks"] = proposed.Masks.DeepClone(),
        ["yaml"] = proposed.Yaml,
        ["sessions"] = proposed.Sessions,
        ["identical"] = proposed.Identical,
        ["determinism_score"] = proposed.Score,
        ["leaves_compared"] = proposed.LeavesCompared,
        ["unmasked"] = proposed.Unmasked.DeepClone(),
    };

    private static JsonNode IncidentJson(IncidentOpened incident) => new JsonObject
    {
        ["code"] = incident.Code,
        ["subsystem"] = incident.Source,
        ["severity"] = incident.Level.ToString().ToLowerInvariant(),
        ["message"] = incident.Text,
        ["suggestion"] = incident.Suggestion,
        ["reproduce"] = incident.Reproduce,
        ["fingerprint"] = incident.Fingerprint,
    };
}
