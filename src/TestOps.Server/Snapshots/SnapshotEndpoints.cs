using System.Globalization;
using Microsoft.AspNetCore.Http;
using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Runs;
using TestOps.Core.Snapshots;
using TestOps.Server.Problems;

namespace TestOps.Server.Snapshots;

/// <summary>The calls under <c>/snapshots</c>. What reads whole traces is done for one caller at a time.</summary>
internal sealed class SnapshotEndpoints(IRunStore store, ISnapshotStore snapshots, ISnapshotTools tools)
{
    private const int PageSize = 100;

    private readonly SemaphoreSlim _turn = new(1, 1);

    public async Task<IResult> ListAsync(HttpContext context, string? before)
    {
        RunId? cursor = before is null ? null : RunId.TryParse(before, out var id) ? id : throw new ApiProblemException(ProblemKind.ParameterInvalid, "before must be the id of a run");
        var page = await store.ListAsync(cursor, PageSize, context.RequestAborted);
        var rows = page.Where(run => run.SnapshotPath is not null)
            .Select(run => new SnapshotRow(run.RunId.ToString(), run.Suite, run.Status.ToText(), Times.ToText(run.CreatedAt), run.DeterminismScore, run.SnapshotPath!));
        return TypedResults.Ok(new SnapshotListBody([.. rows], page.Count == PageSize ? page[^1].RunId.ToString() : null));
    }

    public IResult Show(string runId)
    {
        var snapshot = Open(runId);
        return TypedResults.Ok(new SnapshotBody(snapshot.Head.RunId.ToString(), snapshot.Files, snapshot.Head.Json.DeepClone()));
    }

    /// <summary>A file as it is. Its name must be one of the snapshot's own: nothing that a caller sends becomes a path.</summary>
    public IResult File(string runId, string file)
    {
        var snapshot = Open(runId);
        return snapshot.Files.Contains(file, StringComparer.Ordinal)
            ? TypedResults.Stream(snapshot.OpenFile(file), file.EndsWith(".json", StringComparison.Ordinal) ? "application/json" : "application/octet-stream", file)
            : throw new ApiProblemException(ProblemKind.SnapshotNotFound, "the snapshot has no such file") { Hint = "its files are listed at /snapshots/{run_id}" };
    }

    public Task<IResult> VerifyAsync(string runId, string? deep, HttpContext context) => InTurnAsync(async () =>
    {
        var snapshot = Open(runId);
        var report = SnapshotVerifier.Verify(snapshots, snapshot.Head.RunId, await ResultSha256Async(snapshot.Head.RunId, context.RequestAborted));
        var problems = report.Damage is null && deep == "true" ? tools.Validate(snapshot) : [];
        return TypedResults.Ok(new VerifyBody(snapshot.Head.RunId.ToString(), report.Damage is null && problems.Count == 0, report.Damage?.Message, report.Checked, report.Unsealed, problems));
    });

    public Task<IResult> DiffAsync(string runId, string otherRunId, HttpContext context) => InTurnAsync(() =>
    {
        var (first, second) = (Open(runId), Open(otherRunId));
        var found = tools.Compare(first, second, context.RequestAborted);
        var (before, after) = (VersionOf(first), VersionOf(second));
        var isIdentical = found.Identical == found.Sessions && found.Incomparable + found.OnlyInFirst + found.OnlyInSecond == 0;
        return Task.FromResult<IResult>(TypedResults.Ok(new ComparisonBody(
            first.Head.RunId.ToString(), second.Head.RunId.ToString(), before, after, isIdentical, before != after,
            found.Sessions, found.Identical, found.Incomparable, found.OnlyInFirst, found.OnlyInSecond, [.. found.Divergences.Select(DivergenceRow.Of)])));
    });

    public Task<IResult> ReplayAsync(string runId, HttpContext context) => InTurnAsync(async () =>
    {
        var body = new BodyMembers(await JsonBody.ReadAsync(context.Request) ?? []);
        body.Know("session");
        var session = body.Whole("session", 0, int.MaxValue);
        body.ThrowIfRefused();
        var snapshot = Open(runId);
        if (session >= (snapshot.Head.Trace?.Sessions ?? 0))
        {
            throw new ApiProblemException(ProblemKind.BodyInvalid, string.Create(CultureInfo.InvariantCulture, $"session: the snapshot has no session {session}; its sessions begin at 0, and there are {snapshot.Head.Trace?.Sessions ?? 0}"));
        }

        var replay = await tools.ReplayAsync(snapshot, session, context.RequestAborted);
        return TypedResults.Ok(new ReplayBody(
            snapshot.Head.RunId.ToString(), replay.Number, replay.Sessions, replay.Identical, replay.Unanswered, replay.Score, replay.Engine, replay.EngineVersion, [.. replay.Divergences.Select(DivergenceRow.Of)]));
    });

    private Snapshot Open(string runId) => RunId.TryParse(runId, out var id) && Snapshot.Open(snapshots, id) is { } snapshot
        ? snapshot
        : throw new ApiProblemException(ProblemKind.SnapshotNotFound, "snapshot not found");

    private async Task<string?> ResultSha256Async(RunId runId, CancellationToken cancellationToken)
    {
        long after = 0;
        string? digest = null;
        IReadOnlyList<JournalEntry> page;
        while ((page = await store.ReadAsync(runId, after, PageLimits.Max, cancellationToken)).Count > 0)
        {
            after = page[^1].Sequence;
            digest = page.Select(entry => entry.Event).OfType<ResultSealed>().LastOrDefault()?.Sha256 ?? digest;
        }

        return digest;
    }

    private async Task<IResult> InTurnAsync(Func<Task<IResult>> work)
    {
        if (!_turn.Wait(0, CancellationToken.None))
        {
            throw new ApiProblemException(ProblemKind.SnapshotBusy, "another snapshot is being verified, compared or replayed") { RetryAfter = 2 };
        }

        try
        {
            return await work();
        }
        finally
        {
            _turn.Release();
        }
    }

    private static string? VersionOf(Snapshot snapshot) => (string?)snapshot.Head.Json["engine"]?["version"];
}
