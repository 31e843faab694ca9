using System.Text.Json;
using TestOps.Core.Engines;
using TestOps.Core.Expressions;

namespace TestOps.Core.Expectations;

/// <summary>What a check looks at: one answer, and the session's scope for <c>js</c>.</summary>
public readonly struct CheckInput
{
    /// <summary>Status of the answer.</summary>
    public required int Status { get; init; }

    /// <summary>Header lines in the order received.</summary>
    public required IReadOnlyList<Header> Headers { get; init; }

    /// <summary>Body as JSON; of kind Undefined where there is none or it is no JSON.</summary>
    public JsonElement Body { get; init; }

    /// <summary>Why a body that claims to be JSON is none; null where it is JSON, or makes no such claim.</summary>
    public string? BodyProblem { get; init; }

    /// <summary>The session's scope, with the answer already in it.</summary>
    public required ExpressionScope Scope { get; init; }
}
