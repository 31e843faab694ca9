using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TestOps.Server.Problems;

/// <summary>The last boundary of a request: an error of our own is logged, and its client learns that there was one, and nothing of our insides.</summary>
internal sealed class ErrorBoundary(ILogger<ErrorBoundary> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        // The middleware has taken the endpoint off the request by now.
        var endpoint = httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
        if (ApiEndpoint.IsForeign(endpoint))
        {
            return false;
        }

        if (httpContext.RequestAborted.IsCancellationRequested)
        {
            // Whoever asked has gone; what was cancelled for that reason is no error.
            return true;
        }

        if (exception is BadHttpRequestException malformed)
        {
            await new ProblemResult(ProblemKind.OfStatus(malformed.StatusCode), malformed.Message).ExecuteAsync(httpContext);
            return true;
        }

        ProblemLog.RequestFailed(logger, httpContext.Request.Method, endpoint?.DisplayName ?? "no endpoint", exception);
        await new ProblemResult(ProblemKind.InternalError, "TestOps itself failed; its log has the cause") { Hint = "report it with the lines that the server logged" }.ExecuteAsync(httpContext);
        return true;
    }
}
