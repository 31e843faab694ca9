namespace TestOps.Server.Suites;

/// <summary>Answer of <c>/suites</c>.</summary>
internal sealed record SuiteListBody(IReadOnlyList<SuiteRow> Suites);
