namespace TestOps.Processes;

/// <summary>How to run the guard: our own executable, which the composition root knows.</summary>
/// <param name="FileName">The program: <c>testops</c>, or <c>dotnet</c>.</param>
/// <param name="PrefixArguments">What comes before the guard's own arguments: <c>guard</c>, or the path of <c>testops.dll</c> and <c>guard</c>.</param>
public sealed record GuardCommand(string FileName, IReadOnlyList<string> PrefixArguments)
{
    /// <summary>The argument with which an executable of ours becomes the guard.</summary>
    public const string Verb = "guard";

    /// <summary>The guard of an executable of ours: <paramref name="arguments"/> come before the verb.</summary>
    public static GuardCommand Of(string fileName, IReadOnlyList<string> arguments) => new(fileName, [.. arguments, Verb]);
}
