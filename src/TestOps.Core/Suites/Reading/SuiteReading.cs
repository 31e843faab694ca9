using TestOps.Core.Suites;

namespace TestOps.Core.Suites.Reading;

/// <summary>What <see cref="SuiteReader"/> made of a text.</summary>
/// <param name="Suite">The suite; null where there are problems.</param>
/// <param name="Problems">Every problem, in the order of the file; empty where there is a suite.</param>
public sealed record SuiteReading(Suite? Suite, IReadOnlyList<SuiteProblem> Problems);
