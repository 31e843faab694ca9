namespace TestOps.Core.Suites;

/// <summary>A value that a step keeps as <c>keep.NAME</c>.</summary>
public sealed record KeepSpec(string Name, string At);
