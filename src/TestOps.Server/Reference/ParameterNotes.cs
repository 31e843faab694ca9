using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace TestOps.Server.Reference;

/// <summary>What the OpenAPI document says of parameters. Endpoints take all of them as texts, so that each refusal is a problem document of ours; here stands what fits.</summary>
internal static class ParameterNotes
{
    private const string RunIdExample = "01a20710-7b4a-706d-a239-4eab4f705b3f";

    /// <summary>Adds description, schema and example to a parameter of an operation.</summary>
    public static void Describe(string operation, OpenApiParameter parameter)
    {
        var (description, schema, example) = Of(operation, parameter.Name!);
        parameter.Description = description;
        parameter.Schema = schema;
        parameter.Example = example;
    }

    private static (string Description, OpenApiSchema Schema, JsonNode? Example) Of(string operation, string name) => (operation, name) switch
    {
        ("stream", "format") => ("Frames: log lines as event: log (default of run), the same as default events (message, default of run_all), or whole events", OneOf("log", "message", "json"), "json"),
        ("plan", "format") => ("The plan as JSON, or as text for people", OneOf("json", "text"), "text"),
        (_, "run_id") => ("Id of a run", Text(), RunIdExample),
        (_, "other_run_id") => ("Id of the run to compare with", Text(), RunIdExample),
        (_, "Idempotency-Key") => ("1 to 255 visible ASCII characters; the same key with the same body gives the same run", new() { Type = JsonSchemaType.String, MinLength = 1, MaxLength = 255, Pattern = "^[!-~]+$" }, "deploy-4711"),
        (_, "Last-Event-ID") => ("Id of the last event that the client has; goes before last_event_id", Whole(0, null), 42),
        (_, "last_event_id") => ("The same for clients that cannot set a header", Whole(0, null), 42),
        ("history", "limit") => ("Runs on a page; 50 by default", Whole(1, Runs.RunHistory.LimitMax), 20),
        (_, "before") => ("Cursor: the before of the page before", Text(), RunIdExample),
        (_, "status") => ("Runs of this status only", OneOf([.. Enum.GetNames<Core.RunStatus>().Select(status => status.ToUpperInvariant())]), "FAIL"),
        (_, "trigger") => ("Runs of this trigger only", Text(), "nightly"),
        ("history", "suite") => ("Runs of this suite only", Text(), "toron-sample"),
        (_, "suite") => ("Name of a registered suite; the default suite without one", Text(), "toron-sample"),
        (_, "name") => ("Name of a registered suite", Text(), "toron-sample"),
        (_, "deep") => ("Whether all is computed anew from the recorded answers", new() { Type = JsonSchemaType.Boolean }, true),
        (_, "file") => ("One of the names under files", Text(), RunIdExample + ".result.json"),
        _ => throw new InvalidOperationException($"Parameter {name} of {operation} is not described."),
    };

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };

    private static OpenApiSchema OneOf(params string[] values) => new() { Type = JsonSchemaType.String, Enum = [.. values.Select(value => (JsonNode)value)] };

    private static OpenApiSchema Whole(int min, int? max) => new() { Type = JsonSchemaType.Integer, Minimum = $"{min}", Maximum = max is { } most ? $"{most}" : null };
}
