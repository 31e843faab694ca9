using Microsoft.AspNetCore.Http;
using TestOps.Server.Problems;

namespace TestOps.Server.Access;

/// <summary>
/// Refuses changes that a page of a foreign origin asks for. CORS alone would only hide the answer: a browser sends a POST without a body, which is enough to start a run, to any address
/// without asking first.
/// </summary>
internal sealed class OriginFilter(OriginPolicy policy) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        var origin = request.Headers.Origin.ToString();
        var isForeign = origin.Length > 0 && !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase) && !policy.Allows(origin);
        return isForeign && !HttpMethods.IsGet(request.Method)
            ? throw new ApiProblemException(ProblemKind.OriginRefused, "pages of that origin may not change anything here") { Hint = "the operator can allow an origin with --cors-origin" }
            : next(context);
    }
}
