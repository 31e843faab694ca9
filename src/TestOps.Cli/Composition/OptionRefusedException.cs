using TestOps.Core;

namespace TestOps.Cli.Composition;

/// <summary>An option that does not fit what it is used on. Exit code 2.</summary>
internal sealed class OptionRefusedException(string message, string hint) : TestOpsException("OPTION.REFUSED", message, hint)
{
    public override ExitCode ExitCode => ExitCode.Usage;
}
