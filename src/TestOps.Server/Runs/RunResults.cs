using System.Text.Json;
using System.Text.Json.Nodes;
using TestOps.Core;
using TestOps.Core.Runs;
using TestOps.Core.Snapshots;
using TestOps.Server.Problems;

namespace TestOps.Server.Runs;

/// <summary>Answers of <c>/tests/result/{run_id}</c>: the sealed result of a run, as it is on disk, and the aggregate over it.</summary>
internal sealed class RunResults(ISnapshotStore snapshots, RunBoard board)
{
    private static readonly string[] Kept = ["status", "exit_code", "cause", "sim_runner", "k6_runner", "replay_engine", "snapshot_path", "gates", "incidents"];

    /// <summary>The result of a run that has ended.</summary>
    /// <exception cref="ApiProblemException">It has not.</exception>
    public async Task<JsonObject> ReadAsync(RunRecord run, CancellationToken cancellationToken)
    {
        var (status, sim) = await board.ReadAsync(run.RunId, fold => (fold.ToBody(run, null), fold.StatusOf("sim")), cancellationToken);
        if (status.FinishedAt is null)
        {
            throw new ApiProblemException(ProblemKind.ResultsNotFound, "results not found") { Hint = "the run has not ended: follow it at /tests/stream/{run_id} or /tests/status/{run_id}" };
        }

        var file = SnapshotNames.Result(run.RunId);
        var json = Read(file) is { } sealedResult ? OfSealed(sealedResult, sim, snapshots.PathOf(file)) : OfFailed(run, status);
        json["aggregated"] = Aggregate(run, status, json);
        return json;
    }

    private JsonObject? Read(string file)
    {
        using var stream = snapshots.OpenRead(file);
        try
        {
            return stream is null ? null : JsonNode.Parse(stream) as JsonObject ?? throw new SnapshotCorruptException(file, "file", "no JSON object");
        }
        catch (JsonException problem)
        {
            throw new SnapshotCorruptException(file, "file", problem.Message);
        }
    }

    private static JsonObject OfSealed(JsonObject result, string? simStatus, string path)
    {
        var json = new JsonObject { ["run_id"] = result["run_id"]?.DeepClone() };
        foreach (var name in Kept)
        {
            json[name] = result[name]?.DeepClone();
        }

        if ((string?)json["status"] == "ERROR")
        {
            json["error"] = json["cause"]?.DeepClone();
        }

        if (json["sim_runner"] is JsonObject sim)
        {
            sim["status"] ??= simStatus;
            sim["notes"] ??= new JsonArray();
        }

        if (json["k6_runner"] is JsonObject load)
        {
            load["results_path"] = path;
        }

        return json;
    }

    /// <summary>A run that ended before its result was sealed: what happened, and nothing that looks like a measurement.</summary>
    private static JsonObject OfFailed(RunRecord run, RunStatusBody status) => new()
    {
        ["run_id"] = status.RunId,
        ["status"] = status.Status,
        ["exit_code"] = status.ExitCode,
        ["error"] = status.Cause ?? "the run left no result",
        ["snapshot_path"] = run.SnapshotPath,
    };

    private static JsonObject Aggregate(RunRecord run, RunStatusBody status, JsonObject json) => new()
    {
        ["run_id"] = status.RunId,
        ["trigger"] = run.Trigger,
        ["started_at"] = status.StartedAt,
        ["finished_at"] = status.FinishedAt,
        ["results"] = new JsonObject { ["sim_runner"] = json["sim_runner"]?.DeepClone(), ["k6_runner"] = json["k6_runner"]?.DeepClone() },
        ["replay"] = json["replay_engine"]?.DeepClone(),
        ["snapshot"] = run.SnapshotPath,
    };
}
