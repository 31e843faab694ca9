using System.Text.Json.Nodes;

namespace TestOps.Core.Suites;

/// <summary>One entry of <c>expect</c>. Its <see cref="Name"/> names its gate: <c>sim/{step}/{name}</c>.</summary>
public abstract record CheckSpec
{
    private protected CheckSpec()
    {
    }

    /// <summary>Name of the check: <c>status</c>, the pointer, <c>header NAME</c> or <c>js: ...</c>, unless the suite names it.</summary>
    public required string Name { get; init; }
}

/// <summary>The status is one of a list, or within a range.</summary>
public sealed record StatusCheck(IReadOnlyList<int> Accepted) : CheckSpec
{
    /// <summary>The check of a step that has none: 200-399.</summary>
    public static StatusCheck Default { get; } = new([]) { Name = "status" };
}

/// <summary>Conditions on a response header; an absent header fails all but <c>exists: false</c>.</summary>
public sealed record HeaderCheck(string Header, Conditions Conditions) : CheckSpec;

/// <summary>Conditions on the value at a JSON Pointer of the body; an absent value fails all but <c>exists: false</c>.</summary>
public sealed record AtCheck(string Pointer, Conditions Conditions) : CheckSpec;

/// <summary>A JavaScript expression that must be truthy.</summary>
public sealed record ScriptCheck(string Script) : CheckSpec;

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

/// <summary>A JSON value that may be null.</summary>
public sealed record Expected(JsonNode? Value);
