using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace TestOps.Server.Problems;

/// <summary>Marks an endpoint as one of ours. An application that embeds the API has others, whose failures are its own to tell.</summary>
internal sealed class ApiEndpoint
{
    /// <summary>Whether an endpoint is another one of the application; no endpoint is nobody's, and neither is the one with which routing refuses a method.</summary>
    public static bool IsForeign(Endpoint? endpoint) => endpoint is RouteEndpoint && endpoint.Metadata.GetMetadata<ApiEndpoint>() is null;
}
