using System.Text.Json.Nodes;

namespace TestOps.Core.Suites;

/// <summary>Conditions on one value. All that are set must hold.</summary>
public sealed record Conditions
{
    /// <summary>Equal as JSON; wrapped, so that null can be asked for.</summary>
    public Expected? EqualTo { get; init; }

    /// <summary>One of these.</summary>
    public IReadOnlyList<JsonNode?>? In { get; init; }

    /// <summary>A regular expression (.NET, invariant, 5 s limit) that the string matches.</summary>
    public string? Matches { get; init; }

    /// <summary>A substring of a string, or an element of an array.</summary>
    public Expected? Contains { get; init; }

    /// <summary>Whether the value is present.</summary>
    public bool? Exists { get; init; }

    /// <summary>JSON type: <c>string number integer boolean object array null</c>.</summary>
    public string? Type { get; init; }

    /// <summary>Length of a string (UTF-16 units), array or object.</summary>
    public int? Length { get; init; }

    /// <summary>Smallest number, included.</summary>
    public decimal? Min { get; init; }

    /// <summary>Largest number, included.</summary>
    public decimal? Max { get; init; }

    /// <summary>A JSON Schema (draft 7 subset of NJsonSchema).</summary>
    public JsonNode? Schema { get; init; }
}
