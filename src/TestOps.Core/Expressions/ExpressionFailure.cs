namespace TestOps.Core.Expressions;

/// <summary>Why an expression has no value.</summary>
public enum ExpressionFailure
{
    /// <summary>The text is no JavaScript expression, or it names what is not in scope. Found when the suite is read.</summary>
    Syntax,

    /// <summary>It threw, or its value cannot be used where it stands: undefined in a template, for example. The same inputs fail the same way.</summary>
    Value,

    /// <summary>It ran into a limit that counts: statements, recursion or the size of an array. The same inputs fail the same way.</summary>
    Limit,

    /// <summary>It ran out of time or memory. The machine decides that, so it is never a finding about the engine under test.</summary>
    Resource,
}
