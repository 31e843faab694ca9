using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using TestOps.Core.Runs;
using TestOps.Server.Problems;
using TestOps.Server.Streaming;

namespace TestOps.Server.Runs;

/// <summary><c>/tests/stream/{run_id}</c>.</summary>
internal sealed class StreamEndpoint(RunnerEnvironment environment, RunBoard board, FeedHub hub, StreamOptions options, ILogger<StreamEndpoint> logger)
{
    public async Task<IResult> StreamAsync(string runId, string? format, HttpContext context)
    {
        var run = await RunLookup.FindAsync(environment.Store, runId, context.RequestAborted);
        var chosen = FormatOf(format, run);
        var cursor = StreamCursor.Read(context.Request);
        if (cursor > 0 && cursor >= hub.LastOf(run.RunId) && await IsReadAsync(run, cursor, context.RequestAborted))
        {
            // An EventSource comes back after every end; this tells it to stay away.
            return TypedResults.NoContent();
        }

        return new StreamResult(new EventStream(context, environment.Store, hub, options, environment.Time, logger), run.RunId, chosen, cursor);
    }

    /// <summary>Whether a client that has everything up to <paramref name="cursor"/> has all of an ended run.</summary>
    /// <exception cref="ApiProblemException">It says that it has more than there is.</exception>
    private async Task<bool> IsReadAsync(RunRecord run, long cursor, CancellationToken cancellationToken)
    {
        var (last, hasEnded) = await board.ReadAsync(run.RunId, fold => (fold.LastSequence, fold.HasEnded), cancellationToken);
        return hasEnded
            ? cursor >= last
            : cursor > last
                ? throw new ApiProblemException(ProblemKind.ParameterInvalid, FormattableString.Invariant($"the run has {last} events so far, and none of the id that the client has seen")) { Hint = "the id belongs to another run; leave it out to read from the start" }
                : false;
    }

    private static StreamFormat FormatOf(string? format, RunRecord run) => format switch
    {
        null => RunCalls.IsAll(run) ? StreamFormat.Message : StreamFormat.Log,
        "log" => StreamFormat.Log,
        "message" => StreamFormat.Message,
        "json" => StreamFormat.Json,
        _ => throw new ApiProblemException(ProblemKind.ParameterInvalid, "format must be log, message or json"),
    };

    private sealed class StreamResult(EventStream stream, Core.RunId runId, StreamFormat format, long cursor) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => stream.RunAsync(runId, format, cursor);
    }
}
