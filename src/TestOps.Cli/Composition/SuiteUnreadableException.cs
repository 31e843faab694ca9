using TestOps.Core;

namespace TestOps.Cli.Composition;

/// <summary>A suite or a data file cannot be read. Exit code 2.</summary>
internal sealed class SuiteUnreadableException(string name, string? reason)
    : TestOpsException("SUITE.UNREADABLE", $"cannot read '{name}': {reason ?? "there is no such file"}", "name a suite file, write one with: testops init, or name none to run the bundled sample")
{
    public override ExitCode ExitCode => ExitCode.Usage;
}
