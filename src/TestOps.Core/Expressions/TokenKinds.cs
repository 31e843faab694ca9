namespace TestOps.Core.Expressions;

/// <summary>What an expression can see that a record must not show, or could not compare: then the expression itself stands for its value.</summary>
[Flags]
public enum TokenKinds
{
    /// <summary>Nothing of that kind.</summary>
    None = 0,

    /// <summary>Kept values: a replay keeps its own.</summary>
    Kept = 1,

    /// <summary>Variables of the process: they are secrets.</summary>
    Environment = 2,

    /// <summary>Variables of the suite's environments, which may hold some of the process.</summary>
    Variables = 4,

    /// <summary>Headers of the answer: a record holds some of them.</summary>
    Headers = 8,
}
