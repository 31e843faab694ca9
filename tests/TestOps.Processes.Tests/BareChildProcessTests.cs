namespace TestOps.Processes.Tests;

/// <summary>A child without a guard.</summary>
public sealed class BareChildProcessTests() : ChildProcessTests(guard: null);
