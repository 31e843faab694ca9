using System.Reflection;
using System.Text.Json.Nodes;

namespace TestOps.Server.Reference;

/// <summary>The examples of examples.json: a body that works, and what it is answered with. A test holds them against the schemas and the running server.</summary>
internal static class OperationExamples
{
    private static readonly Lazy<JsonObject> Read = new(() =>
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("examples.json")!;
        return JsonNode.Parse(stream)!.AsObject();
    });

    /// <summary>The body; null for an operation without one.</summary>
    public static JsonNode? Request(string operation) => Read.Value[operation]?["request"]?.DeepClone();

    /// <summary>The answer of that content type; null for one that is no text.</summary>
    public static JsonNode? Response(string operation, string type) => Read.Value[operation]?[type == "text/plain" ? "text" : "response"]?.DeepClone();
}
