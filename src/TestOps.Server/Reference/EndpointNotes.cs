using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TestOps.Server.Problems;

namespace TestOps.Server.Reference;

/// <summary>Describes an endpoint for the OpenAPI document.</summary>
internal static class EndpointNotes
{
    /// <summary>The JSON body that an operation takes.</summary>
    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder endpoint, bool isOptional) => endpoint.WithMetadata(new BodyNotes(typeof(T), isOptional));

    /// <summary>Id, summary and problems of an operation; its examples stand in examples.json under its id.</summary>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder endpoint, string operation, string tag, string summary, IReadOnlyList<ProblemKind> problems) =>
        endpoint.WithName(operation).WithTags(tag).WithSummary(summary).WithMetadata(new OperationNotes(operation, summary, problems));
}
