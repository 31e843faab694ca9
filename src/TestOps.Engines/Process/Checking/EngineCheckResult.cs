namespace TestOps.Engines.Process.Checking;

/// <summary>One check of an engine.</summary>
/// <param name="Name">Its stable name: <c>unknown-path</c>.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Seen">What was seen.</param>
/// <param name="Fix">What to change in the engine; null unless it failed.</param>
public sealed record EngineCheckResult(string Name, EngineCheckStatus Status, string Seen, string? Fix = null);
