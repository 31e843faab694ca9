using TestOps.Core;

namespace TestOps.Cli.Composition;

/// <summary>A run or a snapshot that was named does not exist. Exit code 2.</summary>
internal sealed class UnknownRunException(string message, string hint) : TestOpsException("RUN.UNKNOWN", message, hint)
{
    public override ExitCode ExitCode => ExitCode.Usage;
}
