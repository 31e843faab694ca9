namespace TestOps.Core.Engines;

/// <summary>A kind of engine, configured by a suite and ready to be leased.</summary>
public interface IEngine
{
    /// <summary>The kind as the suite writes it: <c>toron</c>, <c>http</c>.</summary>
    string Kind { get; }

    /// <summary>What people read: <c>toron (built-in reference model, not Ryuzen Toron)</c>.</summary>
    string DisplayName { get; }

    /// <summary>Whether sessions run in virtual time (evidence class A in SIM and replay).</summary>
    bool IsControlled { get; }

    /// <summary>Makes the engine ready.</summary>
    /// <exception cref="TestOpsException">The engine cannot be reached, started or is refused by policy.</exception>
    Task<EngineLease> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken);
}
