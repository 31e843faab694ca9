using TestOps.Core;

namespace TestOps.Server.Runs;

/// <summary>An order that was accepted once cannot be carried out by this server. Exit code 2, as for a suite that cannot be run.</summary>
internal sealed class OrderRefusedException(string message, string hint) : TestOpsException("ORDER.REFUSED", message, hint)
{
    public override ExitCode ExitCode => ExitCode.Usage;
}
