namespace TestOps.Processes.Tests.Guarding;

/// <summary>A child with a guard.</summary>
public sealed class GuardedChildProcessTests() : ChildProcessTests(Stub.Guard);
