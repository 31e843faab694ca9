namespace TestOps.Core.Suites;

/// <summary>A gate that is known to fail.</summary>
/// <param name="Gate">Id of the gate: <c>sim/ask/status</c>.</param>
/// <param name="Issue">Where that is tracked.</param>
/// <param name="Expires">Last day on which it is excused; null for no end.</param>
public sealed record KnownSpec(string Gate, string Issue, DateOnly? Expires);
