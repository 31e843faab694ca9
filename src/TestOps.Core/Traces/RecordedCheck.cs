namespace TestOps.Core.Traces;

/// <summary>The result of one check.</summary>
public readonly record struct RecordedCheck(string Name, bool Passed);
