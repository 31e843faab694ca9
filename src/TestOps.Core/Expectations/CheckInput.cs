using System.Text.Json;
using TestOps.Core.Engines;
using TestOps.Core.Expressions;

namespace TestOps.Core.Expectations;

/// <summary>What a check looks at: one answer, and the session's scope for <c>js</c>.</summary>
public readonly struct CheckInput
{
    private readonly JsonElement _body;

    /// <summary>Status of the answer.</summary>
    public required int Status { get; init; }

    /// <summary>Header lines in the order received.</summary>
    public required IReadOnlyList<Header> Headers { get; init; }

    /// <summary>Body as JSON; of kind Undefined where there is none or it is no JSON.</summary>
    public JsonElement Body { get => Answer?.Root ?? _body; init => _body = value; }

    /// <summary>Why a body that claims to be JSON is none; null where it is JSON, or makes no such claim.</summary>
    public string? BodyProblem { get => Answer is { } answer ? answer.Problem : field; init; }

    /// <summary>The session's scope, with the answer already in it.</summary>
    public required ExpressionScope Scope { get; init; }

    /// <summary>Where the body comes from, once a check looks at it; null where it is given.</summary>
    internal IAnswerBody? Answer { get; init; }
}
