using System.Text.Json.Nodes;

namespace TestOps.Core.Suites;

/// <summary>A JSON value that may be null.</summary>
public sealed record Expected(JsonNode? Value);
