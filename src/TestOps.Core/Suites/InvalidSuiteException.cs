namespace TestOps.Core.Suites;

/// <summary>The suite has problems; all of them are listed. Exit code 2, and 22 where it is sound and only more than the operator's caps allow.</summary>
public sealed class InvalidSuiteException : TestOpsException
{
    /// <summary>Creates the failure for a suite's <paramref name="source"/> and its problems, at least one.</summary>
    public InvalidSuiteException(string source, IReadOnlyList<SuiteProblem> problems)
        : base("SUITE.INVALID", $"{source}: {problems.Count} {(problems.Count == 1 ? "problem" : "problems")}\n{string.Join('\n', problems.Select(problem => $"  {problem}"))}", HintFor(problems))
        => Problems = problems;

    /// <summary>The problems, in the order of the file.</summary>
    public IReadOnlyList<SuiteProblem> Problems { get; }

    /// <inheritdoc />
    public override ExitCode ExitCode => IsOfCaps(Problems) ? ExitCode.TargetRefused : ExitCode.Usage;

    // A suite that is only too much for this operator has nothing to mend.
    private static bool IsOfCaps(IReadOnlyList<SuiteProblem> problems) => problems.All(static problem => problem.ExceedsCap);

    private static string HintFor(IReadOnlyList<SuiteProblem> problems) => IsOfCaps(problems)
        ? "plan less load, or let whoever operates TestOps raise the cap by the option that is named"
        : "mend what is listed, then check it again with: testops validate SUITE";
}
