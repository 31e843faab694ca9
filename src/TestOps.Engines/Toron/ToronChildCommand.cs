namespace TestOps.Engines.Toron;

/// <summary>How to run our own executable; the composition root knows.</summary>
/// <param name="FileName">The program: <c>testops</c>, or <c>dotnet</c>.</param>
/// <param name="PrefixArguments">What comes before <c>engine toron</c>: nothing, or the path of <c>testops.dll</c>.</param>
public sealed record ToronChildCommand(string FileName, IReadOnlyList<string> PrefixArguments);
