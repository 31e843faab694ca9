namespace TestOps.Core.Runs;

/// <summary>The run that was named as a baseline measured something else. Exit code 2.</summary>
public sealed class BaselineRefusedException(string message, string hint) : TestOpsException("BASELINE.REFUSED", message, hint)
{
    /// <inheritdoc />
    public override ExitCode ExitCode => ExitCode.Usage;
}
