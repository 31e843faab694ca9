using TestOps.Server.Problems;

namespace TestOps.Server.Reference;

/// <summary>What the OpenAPI document says of an operation beyond its types.</summary>
/// <param name="Operation">Its id.</param>
/// <param name="Summary">What it does, one line.</param>
/// <param name="Problems">The kinds of problem that it answers with.</param>
internal sealed record OperationNotes(string Operation, string Summary, IReadOnlyList<ProblemKind> Problems);
