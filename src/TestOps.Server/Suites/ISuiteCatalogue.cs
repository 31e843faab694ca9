using TestOps.Core.Runs;
using TestOps.Core.Suites;

namespace TestOps.Server.Suites;

/// <summary>The suites that callers may choose among. A suite runs commands, so it is code: only the operator registers one. Safe for concurrent use.</summary>
public interface ISuiteCatalogue
{
    /// <summary>The registered suites, the default first; at least one, names unique.</summary>
    IReadOnlyList<RegisteredSuite> Suites { get; }

    /// <summary>Plans a registered suite, read anew, with its engine and its secrets; starts nothing.</summary>
    /// <exception cref="InvalidSuiteException">The suite, or what was wished for, has problems; all of them are listed.</exception>
    /// <exception cref="Core.TestOpsException">The suite cannot be read, or its engine not be made.</exception>
    RunRequest Prepare(RegisteredSuite suite, RunWishes wishes);
}
