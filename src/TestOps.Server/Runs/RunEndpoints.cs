using System.Globalization;
using Microsoft.AspNetCore.Http;
using TestOps.Core;
using TestOps.Core.Runs;
using TestOps.Server.Problems;

namespace TestOps.Server.Runs;

/// <summary>The calls under <c>/tests</c>, without the stream.</summary>
internal sealed class RunEndpoints(RunLauncher launcher, RunQueue queue, RunBoard board, RunResults results, RunHistory history, RunnerEnvironment environment, RunQueueOptions options)
{
    private const int HistoryLimit = 50;

    public Task<IResult> RunAsync(HttpContext context, string? idempotencyKey) => StartAsync(RunCalls.Run, context, idempotencyKey);

    public Task<IResult> RunAllAsync(HttpContext context, string? idempotencyKey) => StartAsync(RunCalls.RunAll, context, idempotencyKey);

    public async Task<IResult> StatusAsync(string runId, HttpContext context)
    {
        var run = await FindAsync(runId, context);
        return TypedResults.Ok(await board.ReadAsync(run.RunId, fold => fold.ToBody(run, queue.PositionOf(run.RunId)), context.RequestAborted));
    }

    public async Task<IResult> ResultAsync(string runId, HttpContext context) => TypedResults.Ok(await results.ReadAsync(await FindAsync(runId, context), context.RequestAborted));

    public async Task<IResult> CancelAsync(string runId, HttpContext context)
    {
        var run = await FindAsync(runId, context);
        if (await queue.CancelAsync(run.RunId, context.RequestAborted) is { } stage)
        {
            return TypedResults.Accepted(StatusUrl(run.RunId), new CancelBody(run.RunId.ToString(), stage == CancelStage.Draining ? "draining" : "stopping"));
        }

        run = await FindAsync(runId, context);
        throw run.Status.IsFinal()
            ? new ApiProblemException(ProblemKind.RunFinished, $"the run has ended already: {run.Status.ToText()}")
            : new ApiProblemException(ProblemKind.RunElsewhere, "the run belongs to another process, which alone can stop it") { Hint = "stop that process; if it is dead, the run becomes INTERRUPTED within seconds" };
    }

    public async Task<IResult> HistoryAsync(HttpContext context, string? limit, string? before, string? status, string? suite, string? trigger)
    {
        RunId? cursor = before is null ? null : RunId.TryParse(before, out var id) ? id : throw Refuse("before", "the id of a run");
        var count = limit is null ? HistoryLimit : int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= RunHistory.LimitMax
            ? number
            : throw Refuse("limit", $"a whole number from 1 to {RunHistory.LimitMax}");
        var wanted = status is null ? default(RunStatus?) : Enum.TryParse<RunStatus>(status, ignoreCase: true, out var parsed) && char.IsAsciiLetter(status[0]) && Enum.IsDefined(parsed)
            ? parsed
            : throw Refuse("status", "a status of runs, such as PASS");
        var page = await history.ReadAsync(
            cursor, count, run => (wanted is null || run.Status == wanted) && (suite is null || run.Suite == suite) && (trigger is null || run.Trigger == trigger), context.RequestAborted);
        return TypedResults.Ok(page);
    }

    private async Task<IResult> StartAsync(string call, HttpContext context, string? idempotencyKey)
    {
        var order = RunOrder.Read(call, await JsonBody.ReadAsync(context.Request), options.TimeoutMax);
        var runId = await launcher.StartAsync(order, idempotencyKey, context.RequestAborted);
        return TypedResults.Accepted(StatusUrl(runId), new StartedBody(runId.ToString(), "started"));
    }

    private Task<RunRecord> FindAsync(string runId, HttpContext context) => RunLookup.FindAsync(environment.Store, runId, context.RequestAborted);

    private static string StatusUrl(RunId runId) => $"/tests/status/{runId}";

    private static ApiProblemException Refuse(string name, string expected) => new(ProblemKind.ParameterInvalid, $"{name} must be {expected}");
}
