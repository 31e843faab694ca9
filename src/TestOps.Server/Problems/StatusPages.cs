using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace TestOps.Server.Problems;

/// <summary>Gives a problem document to answers that have a status and nothing else: unknown routes, wrong methods, foreign host names.</summary>
internal static class StatusPages
{
    public static Task WriteAsync(StatusCodeContext context)
    {
        if (ApiEndpoint.IsForeign(context.HttpContext.GetEndpoint()))
        {
            return Task.CompletedTask;
        }

        var kind = ProblemKind.OfStatus(context.HttpContext.Response.StatusCode);
        var detail = kind.Status switch
        {
            400 => "the Host of the request is none that this server answers to",
            404 => "there is nothing at this address; /openapi/v1.json lists what there is",
            405 => $"this address takes {context.HttpContext.Response.Headers.Allow}",
            _ => kind.Title,
        };
        return new ProblemResult(kind, detail).ExecuteAsync(context.HttpContext);
    }
}
