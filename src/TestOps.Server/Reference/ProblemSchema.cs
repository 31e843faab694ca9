using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace TestOps.Server.Reference;

/// <summary>Title, description and the schema of problem documents.</summary>
internal sealed class ProblemSchema : IOpenApiDocumentTransformer
{
    public const string Name = "Problem";

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "TestOps API",
            Version = "1",
            Description = "Starts runs, streams their events, and gives their results. Times are UTC, YYYY-MM-DDTHH:MM:SSZ. Every refusal is a problem document (RFC 9457) with a stable code.",
        };
        document.Servers = [];
        document.AddComponent(Name, new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "A problem document (RFC 9457).",
            Required = new HashSet<string> { "type", "title", "status", "detail", "code" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["type"] = Text("urn:testops:problem: and the code"),
                ["title"] = Text("What kind of problem it is"),
                ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
                ["detail"] = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Object, Description = "What happened, for people; an object at /engine_health" },
                ["code"] = Text("Stable name of the kind, for programs"),
                ["hint"] = Text("What to do next"),
                ["problems"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = Text("One thing that is wrong") },
            },
        });
        return Task.CompletedTask;
    }

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
}
