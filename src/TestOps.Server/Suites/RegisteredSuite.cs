namespace TestOps.Server.Suites;

/// <summary>A suite that the operator registered.</summary>
/// <param name="Name">Name of the suite, by which callers choose it.</param>
/// <param name="Path">Where it was read from, as the operator named it.</param>
public sealed record RegisteredSuite(string Name, string Path);
