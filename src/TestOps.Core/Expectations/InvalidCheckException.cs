namespace TestOps.Core.Expectations;

/// <summary>An entry of <c>expect</c> cannot be checked: code <c>SUITE.CHECK</c>, exit code 2.</summary>
public sealed class InvalidCheckException : TestOpsException
{
    /// <summary>Creates the failure of the check <paramref name="check"/>: what is wrong and what to write instead.</summary>
    public InvalidCheckException(string check, string reason, string hint, Exception? innerException = null)
        : base("SUITE.CHECK", $"check '{check}': {reason}", hint, innerException)
        => Check = check;

    /// <summary>Name of the check.</summary>
    public string Check { get; }

    /// <inheritdoc />
    public override ExitCode ExitCode => ExitCode.Usage;
}
