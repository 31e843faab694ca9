using System.Text.Json.Nodes;
using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Runs;

namespace TestOps.Cli.Reports;

/// <summary>A report for machines: <c>testops show RUN --json</c>.</summary>
internal static class RunReportJson
{
    public static JsonObject Write(RunReport report)
    {
        var json = Row(report.Run, report.IsPartial);
        json["exit_code"] = report.ExitCode is { } code ? (int)code : null;
        json["cause"] = report.Cause;
        json["engine"] = report.Engine;
        json["engine_version"] = report.EngineVersion;
        json["evidence"] = (string?)report.Head?.Json["engine"]?["evidence"];
        json["seed"] = report.Seed;
        json["gates"] = new JsonArray([.. report.Verdict.Gates.Select(gate => new JsonObject
        {
            ["id"] = gate.Id,
            ["phase"] = gate.Phase,
            ["status"] = gate.Status.ToString().ToUpperInvariant(),
            ["value"] = gate.Value,
            ["limit"] = gate.Limit,
            ["margin"] = gate.Margin,
            ["detail"] = gate.Detail,
        })]);
        json["metrics"] = Events<MetricMeasured>(report);
        json["replays"] = Events<ReplayScored>(report);
        json["divergences"] = Events<DivergenceFound>(report);
        json["mask_patch"] = Events<MasksProposed>(report).LastOrDefault()?.DeepClone();
        json["incidents"] = Events<IncidentOpened>(report);
        json["last_pass"] = report.LastPass.Run?.RunId.ToString();
        return json;
    }

    /// <summary>The row of a run, as the history lists it.</summary>
    public static JsonObject Row(RunRecord run, bool isPartial) => new()
    {
        ["run_id"] = run.RunId.ToString(),
        ["suite"] = run.Suite,
        ["trigger"] = run.Trigger,
        ["partial"] = isPartial,
        ["status"] = run.Status.ToText(),
        ["created_at"] = Times.ToText(run.CreatedAt),
        ["started_at"] = run.StartedAt is { } started ? Times.ToText(started) : null,
        ["finished_at"] = run.FinishedAt is { } finished ? Times.ToText(finished) : null,
        ["determinism_score"] = run.DeterminismScore,
        ["snapshot_path"] = run.SnapshotPath,
    };

    // As the journal holds them: docs/reference/events.md is the reference of both.
    private static JsonArray Events<T>(RunReport report)
        where T : RunEvent => new([.. report.Events.OfType<T>().Select(seen => JsonNode.Parse(RunEventJson.Serialize(seen)))]);
}
