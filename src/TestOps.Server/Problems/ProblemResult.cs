using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace TestOps.Server.Problems;

/// <summary>A problem document (RFC 9457). Its <c>detail</c> is what people read; <c>code</c> is what programs read.</summary>
internal sealed class ProblemResult(ProblemKind kind, JsonNode? detail) : IResult
{
    public const string ContentType = "application/problem+json";

    public string? Hint { get; init; }

    public int? RetryAfter { get; init; }

    public IReadOnlyList<string> Problems { get; init; } = [];

    public static ProblemResult Of(ApiProblemException problem) =>
        new(problem.Kind, problem.Message) { Hint = problem.Hint, RetryAfter = problem.RetryAfter, Problems = problem.Problems };

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = kind.Status;
        response.ContentType = ContentType;
        response.Headers.CacheControl = "no-store";
        if (RetryAfter is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        return response.WriteAsync(ToJson().ToJsonString(), httpContext.RequestAborted);
    }

    private JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["type"] = kind.Type,
            ["title"] = kind.Title,
            ["status"] = kind.Status,
            ["detail"] = detail?.DeepClone(),
            ["code"] = kind.Code,
        };
        if (Hint is not null)
        {
            json["hint"] = Hint;
        }

        if (Problems.Count > 0)
        {
            json["problems"] = new JsonArray([.. Problems.Select(problem => (JsonNode)problem)]);
        }

        return json;
    }
}
