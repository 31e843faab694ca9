namespace TestOps.Processes;

/// <summary>How to run the guard: our own executable, which the composition root knows.</summary>
/// <param name="FileName">The program: <c>testops</c>, or <c>dotnet</c>.</param>
/// <param name="PrefixArguments">What comes before the guard's own arguments: <c>guard</c>, or the path of <c>testops.dll</c> and <c>guard</c>.</param>
public sealed record GuardCommand(string FileName, IReadOnlyList<string> PrefixArguments);
