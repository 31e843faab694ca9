using TestOps.Core.Suites;

namespace TestOps.Core.Suites.Reading;

/// <summary>What <see cref="SuiteReader"/> made of a text.</summary>
/// <param name="Suite">The suite; null where there are problems.</param>
/// <param name="Problems">Every problem, in the order of the file; empty where there is a suite.</param>
public sealed record SuiteReading(Suite? Suite, IReadOnlyList<SuiteProblem> Problems)
{
    /// <summary>
    /// The suite as far as it could be read, with stand-ins for what is wrong; null where there is none at all. Good for looking at what it names beside it, so that those problems
    /// are told in the same go; never to be run.
    /// </summary>
    public Suite? Draft { get; init; }
}
