namespace TestOps.Core.Expressions.Scripting;

/// <summary>What one evaluation by the interpreter may use (docs/reference/expressions.md).</summary>
internal static class ScriptLimits
{
    /// <summary>Statements; this limit decides, because it counts the same everywhere.</summary>
    public const int Statements = 100_000;

    /// <summary>How often a function may be on the call stack.</summary>
    public const int Recursion = 100;

    /// <summary>Elements of an array.</summary>
    public const uint ArraySize = 1_000_000;

    /// <summary>Bytes allocated.</summary>
    public const long MemoryBytes = 256L << 20;

    /// <summary>
    /// Wall time of an evaluation. Far beyond what the statements may take, so that a busy machine does not run into it: 100,000 of them take 0.3 s.
    /// </summary>
    public static readonly TimeSpan Time = TimeSpan.FromSeconds(30);

    /// <summary>Wall time of a match of a regular expression.</summary>
    public static readonly TimeSpan RegexTimeout = TimeSpan.FromSeconds(5);
}
