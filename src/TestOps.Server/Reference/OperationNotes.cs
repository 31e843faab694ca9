using TestOps.Server.Problems;

namespace TestOps.Server.Reference;

/// <summary>What the OpenAPI document says of an operation beyond its types: examples, and the problems that it answers with.</summary>
/// <param name="RequestExample">A body that works, as JSON; null for an operation without one.</param>
/// <param name="ResponseExample">What it is answered with, as JSON; null where the types say enough.</param>
/// <param name="Problems">The kinds of problem.</param>
internal sealed record OperationNotes(string? RequestExample, string? ResponseExample, IReadOnlyList<ProblemKind> Problems);
