using System.Text.Json.Nodes;

namespace TestOps.Server.Tests.Rig;

/// <summary>An operation as the OpenAPI document describes it.</summary>
internal sealed record ApiOperation(string Method, string Path, JsonObject Json)
{
    public string Id => (string)Json["operationId"]!;

    public IEnumerable<JsonObject> Parameters => Json["parameters"]?.AsArray().Select(parameter => parameter!.AsObject()) ?? [];

    /// <summary>Schema of the JSON body; null for an operation without one.</summary>
    public JsonNode? BodySchema => Json["requestBody"]?["content"]!["application/json"]!["schema"];

    public JsonNode? BodyExample => Json["requestBody"]?["content"]!["application/json"]!["example"];

    public JsonObject Answers => Json["responses"]!.AsObject();

    public override string ToString() => $"{Method} {Path}";
}
