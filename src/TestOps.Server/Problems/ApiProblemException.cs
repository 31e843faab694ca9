namespace TestOps.Server.Problems;

/// <summary>A request that is answered with a problem document.</summary>
internal sealed class ApiProblemException(ProblemKind kind, string detail) : Exception(detail)
{
    public ProblemKind Kind => kind;

    /// <summary>What to do next, one sentence; null where the detail says it.</summary>
    public string? Hint { get; init; }

    /// <summary>Seconds after which the same request may succeed; null without a promise.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>Further members of the document, such as the problems of a suite.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];
}
