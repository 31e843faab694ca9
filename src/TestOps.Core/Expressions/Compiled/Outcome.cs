namespace TestOps.Core.Expressions.Compiled;

/// <summary>How the evaluation of a <see cref="Node"/> ended.</summary>
internal enum Outcome : byte
{
    /// <summary>There is a value.</summary>
    Decided,

    /// <summary>An optional link (<c>?.</c>) met undefined or null: the rest of its chain is not evaluated.</summary>
    Skipped,

    /// <summary>The rules for these operands are JavaScript's business: the interpreter decides. Nodes have no side effects, so it may start over.</summary>
    Undecided,

    /// <summary>JavaScript would throw a TypeError here; the value is its text.</summary>
    Failed,
}
