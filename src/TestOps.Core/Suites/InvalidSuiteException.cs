namespace TestOps.Core.Suites;

/// <summary>The suite has problems; all of them are listed. Exit code 2.</summary>
public sealed class InvalidSuiteException : TestOpsException
{
    /// <summary>Creates the failure for a suite's <paramref name="source"/> and its problems, at least one.</summary>
    public InvalidSuiteException(string source, IReadOnlyList<SuiteProblem> problems)
        : base("SUITE.INVALID", $"{source}: {problems.Count} {(problems.Count == 1 ? "problem" : "problems")}\n{string.Join('\n', problems.Select(problem => $"  {problem}"))}", "mend what is listed, then check it again with: testops validate SUITE")
        => Problems = problems;

    /// <summary>The problems, in the order of the file.</summary>
    public IReadOnlyList<SuiteProblem> Problems { get; }

    /// <inheritdoc />
    public override ExitCode ExitCode => ExitCode.Usage;
}
