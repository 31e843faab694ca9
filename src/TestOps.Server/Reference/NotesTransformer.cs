using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using TestOps.Server.Problems;

namespace TestOps.Server.Reference;

/// <summary>Puts <see cref="OperationNotes"/> into the operations of the document.</summary>
internal sealed class NotesTransformer : IOpenApiOperationTransformer
{
    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<OperationNotes>().LastOrDefault() is not { } notes)
        {
            return;
        }

        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<BodyNotes>().LastOrDefault() is { } body)
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = !body.IsOptional,
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/json"] = new()
                    {
                        Schema = await context.GetOrCreateSchemaAsync(body.Type, null, cancellationToken),
                        Example = notes.RequestExample is { } request ? JsonNode.Parse(request) : null,
                    },
                },
            };
        }

        var responses = operation.Responses ??= [];
        if (notes.ResponseExample is { } response && responses.FirstOrDefault(entry => entry.Key.StartsWith('2')).Value?.Content is { } contents)
        {
            foreach (var content in contents.Values)
            {
                content.Example = JsonNode.Parse(response);
            }
        }

        foreach (var status in notes.Problems.GroupBy(problem => problem.Status).OrderBy(group => group.Key))
        {
            responses[status.Key.ToString(CultureInfo.InvariantCulture)] = Response([.. status], context.Document!);
        }
    }

    private static OpenApiResponse Response(IReadOnlyList<ProblemKind> kinds, OpenApiDocument document) => new()
    {
        Description = string.Join("; ", kinds.Select(kind => $"{kind.Code}: {kind.Title}")),
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [ProblemResult.ContentType] = new()
            {
                Schema = new OpenApiSchemaReference(ProblemSchema.Name, document),
                Example = new JsonObject { ["type"] = kinds[0].Type, ["title"] = kinds[0].Title, ["status"] = kinds[0].Status, ["detail"] = kinds[0].Title, ["code"] = kinds[0].Code },
            },
        },
    };
}
