namespace TestOps.Core.Suites;

/// <summary>A value that a step keeps as <c>keep.NAME</c>; a secret one is replaced by a token in all that is recorded or printed.</summary>
public sealed record KeepSpec(string Name, string At, bool IsSecret = false);
