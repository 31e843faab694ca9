using TestOps.Core;

namespace TestOps.Cli.Composition;

/// <summary>A suite or a data file cannot be read. Exit code 2.</summary>
internal sealed class SuiteUnreadableException(string name, Exception? cause)
    : TestOpsException("SUITE.UNREADABLE", $"cannot read '{name}': {cause?.Message ?? "no such file"}", "name a suite file, or write one with: testops init", cause)
{
    public override ExitCode ExitCode => ExitCode.Usage;
}
