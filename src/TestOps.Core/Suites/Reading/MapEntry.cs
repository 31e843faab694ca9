namespace TestOps.Core.Suites.Reading;

/// <summary>A key, its line and its value.</summary>
internal readonly record struct MapEntry(string Key, int Line, SuiteNode Value);
