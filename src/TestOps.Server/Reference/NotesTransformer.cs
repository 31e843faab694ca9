using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using TestOps.Server.Problems;

namespace TestOps.Server.Reference;

/// <summary>Puts <see cref="OperationNotes"/>, examples and the descriptions of parameters into the operations of the document.</summary>
internal sealed class NotesTransformer : IOpenApiOperationTransformer
{
    private const string Unforeseen = "default";

    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<OperationNotes>().LastOrDefault() is not { } notes)
        {
            return;
        }

        operation.Summary = notes.Summary;
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
        {
            ParameterNotes.Describe(notes.Operation, parameter);
        }

        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<BodyNotes>().LastOrDefault() is { } body)
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = !body.IsOptional,
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/json"] = new() { Schema = await context.GetOrCreateSchemaAsync(body.Type, null, cancellationToken), Example = OperationExamples.Request(notes.Operation) },
                },
            };
        }

        DescribeAnswers(operation.Responses ??= [], notes, context.Document!);
    }

    private static void DescribeAnswers(OpenApiResponses responses, OperationNotes notes, OpenApiDocument document)
    {
        foreach (var (status, response) in responses.ToList())
        {
            foreach (var (type, content) in response.Content ?? new Dictionary<string, OpenApiMediaType>())
            {
                // One answer in two types has the schema of one of them.
                content.Schema = (notes.Operation, type) switch
                {
                    (_, "text/plain") => new OpenApiSchema { Type = JsonSchemaType.String },
                    ("snapshot_file", "application/json") => new OpenApiSchema { Type = JsonSchemaType.Object },
                    _ => content.Schema,
                };
                content.Example = OperationExamples.Response(notes.Operation, type);
            }

            if (status == "202" && response is OpenApiResponse accepted)
            {
                accepted.Headers = Header("Location", "Address of the run's status", JsonSchemaType.String);
            }
        }

        foreach (var status in notes.Problems.Distinct().GroupBy(problem => problem.Status).OrderBy(group => group.Key))
        {
            responses[status.Key.ToString(CultureInfo.InvariantCulture)] = Response([.. status], document);
        }

        responses[Unforeseen] = Response([ProblemKind.RequestMalformed, ProblemKind.InternalError], document);
    }

    private static OpenApiResponse Response(IReadOnlyList<ProblemKind> kinds, OpenApiDocument document) => new()
    {
        Description = string.Join("; ", kinds.Select(kind => $"{kind.Code}: {kind.Title}")),
        Headers = kinds.Any(kind => kind.Status is 429 or 503) ? Header("Retry-After", "Seconds after which to ask again, where that may help", JsonSchemaType.Integer) : null,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [ProblemResult.ContentType] = new()
            {
                Schema = new OpenApiSchemaReference(ProblemSchema.Name, document),
                Examples = kinds.ToDictionary(kind => kind.Code, kind => (IOpenApiExample)new OpenApiExample { Value = ExampleOf(kind) }),
            },
        },
    };

    private static JsonObject ExampleOf(ProblemKind kind) => new()
    {
        ["type"] = kind.Type,
        ["title"] = kind.Title,
        ["status"] = kind.Status,
        ["detail"] = kind.Code switch
        {
            "testing-locked" => "Testing is locked. Call /begin first.",
            "run-not-found" => "run_id not found",
            "results-not-found" => "results not found",
            "engine-unhealthy" => new JsonObject { ["engine_ok"] = false, ["version"] = null, ["latency_estimate_ms"] = null },
            _ => kind.Title,
        },
        ["code"] = kind.Code,
    };

    private static Dictionary<string, IOpenApiHeader> Header(string name, string description, JsonSchemaType type) =>
        new() { [name] = new OpenApiHeader { Description = description, Schema = new OpenApiSchema { Type = type } } };
}
