using System.Text.Json.Nodes;

namespace TestOps.Core.Suites;

/// <summary>An element of a scenario's <c>steps</c>.</summary>
public abstract record StepSpec
{
    private protected StepSpec()
    {
    }
}

/// <summary>One named call to the engine.</summary>
public sealed record CallStepSpec : StepSpec
{
    /// <summary>Name, unique within its scenario.</summary>
    public required string Name { get; init; }

    /// <summary>HTTP method in upper case.</summary>
    public required string Method { get; init; }

    /// <summary>Path template, starting with <c>/</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Request headers; values are templates.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Query parameters; values are templates, percent-encoded after rendering.</summary>
    public IReadOnlyDictionary<string, string> Query { get; init; } = new Dictionary<string, string>();

    /// <summary>JSON body whose strings are templates; a JSON string alone is sent as <c>text/plain</c>. Null (absent) sends none.</summary>
    public JsonNode? Body { get; init; }

    /// <summary>Checks in order. Without a status check, 200-399 is expected.</summary>
    public IReadOnlyList<CheckSpec> Expect { get; init; } = [];

    /// <summary>Values kept for later steps: name and JSON Pointer into the answer's body.</summary>
    public IReadOnlyList<KeepSpec> Keep { get; init; } = [];

    /// <summary>The call template that masks may name: <c>POST /query</c>.</summary>
    public string CallTemplate => $"{Method} {Path}";
}

/// <summary>A pause.</summary>
public sealed record ThinkStepSpec(ThinkSpec Think) : StepSpec;
