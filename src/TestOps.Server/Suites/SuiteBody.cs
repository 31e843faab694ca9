using System.ComponentModel;

namespace TestOps.Server.Suites;

/// <summary>Answer of <c>/suites/{name}</c>.</summary>
internal sealed record SuiteBody(string Name, string Path, bool IsDefault, [property: Description("The suite as it is written")] string Text);
