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

    /// <summary>Fields of an <c>application/x-www-form-urlencoded</c> body, in order; values are templates. Empty sends none.</summary>
    public IReadOnlyList<FormFieldSpec> Form { get; init; } = [];

    /// <summary>Parts of a <c>multipart/form-data</c> body, in order. Empty sends none.</summary>
    public IReadOnlyList<PartSpec> Multipart { get; init; } = [];

    /// <summary>Cookies of this step by name, values are templates; they win over those of the session's jar.</summary>
    public IReadOnlyDictionary<string, string> Cookies { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether the step neither sends the session's cookies nor keeps those of its answer; false.</summary>
    public bool IgnoresCookies { get; init; }

    /// <summary>Asks again until a value of the answer is as expected; null asks once.</summary>
    public UntilSpec? Until { get; init; }

    /// <summary>Reads the answer as a stream of events; null reads it as one body.</summary>
    public StreamSpec? Stream { get; init; }

    /// <summary>Checks in order. Without a status check, 200-399 is expected.</summary>
    public IReadOnlyList<CheckSpec> Expect { get; init; } = [];

    /// <summary>Values kept for later steps: name and JSON Pointer into the answer's body.</summary>
    public IReadOnlyList<KeepSpec> Keep { get; init; } = [];

    /// <summary>The call template that masks may name: <c>POST /query</c>.</summary>
    public string CallTemplate => $"{Method} {Path}";
}

/// <summary>A pause.</summary>
public sealed record ThinkStepSpec(ThinkSpec Think) : StepSpec;

/// <summary>Steps that are run together: those of a flow, or a call with its pause, under a condition or repeated.</summary>
public sealed record BlockStepSpec : StepSpec
{
    /// <summary>Name of the flow that the steps are of; null for a call of the scenario itself.</summary>
    public string? Flow { get; init; }

    /// <summary>JavaScript that is asked before each repetition; where it is false, its calls are skipped. Null always runs.</summary>
    public string? If { get; init; }

    /// <summary>How often the steps run; 1. From 1 to 1,000.</summary>
    public int Repeat { get; init; } = 1;

    /// <summary>The steps, at least one.</summary>
    public required IReadOnlyList<StepSpec> Steps { get; init; }
}
