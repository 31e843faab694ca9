using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Runs;
using TestOps.Core.Snapshots;
using TestOps.Core.Traces;
using TestOps.Server.Problems;

namespace TestOps.Server.Snapshots;

/// <summary>The calls under <c>/snapshots</c>. What reads whole traces is done for one caller at a time.</summary>
internal sealed class SnapshotEndpoints(IRunStore store, ISnapshotStore snapshots, ISnapshotTools tools, IHostApplicationLifetime lifetime)
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

    public Task<IResult> VerifyAsync(string runId, string? deep, HttpContext context)
    {
        var isDeep = deep switch { null or "false" => false, "true" => true, _ => throw new ApiProblemException(ProblemKind.ParameterInvalid, "deep must be true or false") };
        return InTurnAsync(context, async stop =>
        {
            // Not opened here: what is wrong with the head is for the report to say.
            var id = RunId.TryParse(runId, out var parsed) && snapshots.List(parsed).Contains(SnapshotNames.Head(parsed)) ? parsed : throw NotFound();
            var report = SnapshotVerifier.Verify(snapshots, id, await ResultSha256Async(id, stop));
            var problems = report.Damage is null && isDeep ? Recompute(Open(runId)) : [];
            return TypedResults.Ok(new VerifyBody(id.ToString(), report.Damage is null && problems.Count == 0, report.Damage?.Message, report.Checked, report.Unsealed, problems));
        });
    }

    // Without a trace there is nothing to compute from, which is no damage: the run was stopped before its first session, or its engine was never there.
    private IReadOnlyList<string> Recompute(Snapshot snapshot) => snapshot.Head.Trace is null ? [] : tools.Validate(snapshot);

    public Task<IResult> DiffAsync(string runId, string otherRunId, HttpContext context) => InTurnAsync(context, stop =>
    {
        var (first, second) = (Open(runId), Open(otherRunId));
        RequireTrace(first);
        RequireTrace(second);
        var found = tools.Compare(first, second, stop);
        var (before, after) = (VersionOf(first), VersionOf(second));
        var isIdentical = found.Identical == found.Sessions && found.Incomparable + found.OnlyInFirst + found.OnlyInSecond == 0;
        return Task.FromResult<IResult>(TypedResults.Ok(new ComparisonBody(
            first.Head.RunId.ToString(), second.Head.RunId.ToString(), before, after, isIdentical, before != after,
            found.Sessions, found.Identical, found.Incomparable, found.OnlyInFirst, found.OnlyInSecond, [.. found.Divergences.Select(DivergenceRow.Of)])));
    });

    public async Task<IResult> ReplayAsync(string runId, HttpContext context)
    {
        var body = new BodyMembers(await JsonBody.ReadAsync(context.Request) ?? []);
        body.Know("session");
        var session = body.Whole("session", 0, int.MaxValue);
        body.ThrowIfRefused();
        return await InTurnAsync(context, async stop =>
        {
            var snapshot = Open(runId);
            var trace = RequireTrace(snapshot);
            await RefuseWhileItRunsAsync(snapshot.Head.RunId, stop);
            if (session is { } asked && !snapshot.RebuildPlan().SessionNumbers().Take((int)Math.Min(trace.Sessions, int.MaxValue)).TakeWhile(number => number <= asked).Contains(asked))
            {
                throw new ApiProblemException(ProblemKind.BodyInvalid, string.Create(CultureInfo.InvariantCulture, $"session: the snapshot has no session {asked}; it recorded {trace.Sessions}, and a run of selected scenarios leaves numbers out"));
            }

            var replay = await tools.ReplayAsync(snapshot, session, stop);
            return TypedResults.Ok(new ReplayBody(
                snapshot.Head.RunId.ToString(), replay.Number, replay.Sessions, replay.Identical, replay.Unanswered, replay.Score, replay.Engine, replay.EngineVersion, [.. replay.Divergences.Select(DivergenceRow.Of)]));
        });
    }

    /// <summary>A run numbers its own replays: one of ours between them would take the name of its next record, and end it with an error.</summary>
    private async Task RefuseWhileItRunsAsync(RunId runId, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(runId, cancellationToken) is { } run && !run.Status.IsFinal())
        {
            throw new ApiProblemException(ProblemKind.RunActive, "the run has not ended, and writes its own replays") { Hint = "follow it at /tests/stream/{run_id}, and replay its snapshot after its end" };
        }
    }

    private static TraceSummary RequireTrace(Snapshot snapshot) => snapshot.Head.Trace
        ?? throw new ApiProblemException(ProblemKind.SnapshotWithoutTrace, $"run {snapshot.Head.RunId} recorded no trace, so there is nothing to replay or to compare") { Hint = "it ended before a session was complete: see why at /tests/result/{run_id}, and run the suite again" };

    private Snapshot Open(string runId) => RunId.TryParse(runId, out var id) && Snapshot.Open(snapshots, id) is { } snapshot
        ? snapshot
        : throw NotFound();

    private static ApiProblemException NotFound() => new(ProblemKind.SnapshotNotFound, "snapshot not found");

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

    private async Task<IResult> InTurnAsync(HttpContext context, Func<CancellationToken, Task<IResult>> work)
    {
        if (!_turn.Wait(0, CancellationToken.None))
        {
            throw new ApiProblemException(ProblemKind.SnapshotBusy, "another snapshot is being verified, compared or replayed") { RetryAfter = 2 };
        }

        // A server that goes down would wait for its requests, and some of these take as long as a run.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            return await work(stop.Token);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested)
        {
            throw new ApiProblemException(ProblemKind.ShuttingDown, "the server is shutting down; the work was stopped and has written nothing") { RetryAfter = 10 };
        }
        finally
        {
            _turn.Release();
        }
    }

    private static string? VersionOf(Snapshot snapshot) => (string?)snapshot.Head.Json["engine"]?["version"];
}
