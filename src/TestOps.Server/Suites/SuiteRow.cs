namespace TestOps.Server.Suites;

/// <summary>A registered suite in a list.</summary>
internal sealed record SuiteRow(string Name, string Path, bool IsDefault);
