using TestOps.Core;

namespace TestOps.Cli.Composition;

/// <summary>A file that the command line names cannot be written. Exit code 2.</summary>
internal sealed class FileRefusedException(string message, string hint) : TestOpsException("FILE.REFUSED", message, hint)
{
    public override ExitCode ExitCode => ExitCode.Usage;
}
