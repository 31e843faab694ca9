namespace TestOps.Core.Suites;

/// <summary>One thing that is wrong with a suite.</summary>
/// <param name="Path">Where: <c>load.scenarios.steady.vus</c>.</param>
/// <param name="Line">Line in the file, from 1; 0 where there is none.</param>
/// <param name="Message">What is wrong, the value seen, the limit.</param>
/// <param name="Hint">What to write instead.</param>
public sealed record SuiteProblem(string Path, int Line, string Message, string Hint)
{
    /// <summary>Whether nothing is wrong with it but that it is more than the operator's caps allow.</summary>
    public bool ExceedsCap { get; init; }

    /// <summary><c>path (line n): message; hint</c>.</summary>
    public override string ToString() => Line > 0 ? $"{Path} (line {Line}): {Message}; {Hint}" : $"{Path}: {Message}; {Hint}";
}
