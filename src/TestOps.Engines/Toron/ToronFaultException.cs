using TestOps.Core;

namespace TestOps.Engines.Toron;

/// <summary>A fault that cannot be planted. Exit code 2.</summary>
public sealed class ToronFaultException : TestOpsException
{
    /// <summary>Creates the failure for a fault as it was written.</summary>
    public ToronFaultException(string fault, string message, string hint)
        : base("ENGINE.FAULT_INVALID", message, hint) => Fault = fault;

    /// <summary>The fault as it was written.</summary>
    public string Fault { get; }

    /// <inheritdoc />
    public override ExitCode ExitCode => ExitCode.Usage;
}
