namespace TestOps.Engines.Process.Checking;

/// <summary>What a check of an engine found.</summary>
/// <param name="Hello">What the engine said of itself; null where it did not get as far.</param>
/// <param name="Results">All checks, in their order.</param>
public sealed record EngineCheckReport(EngineHello? Hello, IReadOnlyList<EngineCheckResult> Results)
{
    /// <summary>Whether no check failed.</summary>
    public bool HasPassed => Results.All(static result => result.Status != EngineCheckStatus.Failed);
}
