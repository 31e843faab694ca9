namespace TestOps.Core.Expressions.Compiled;

/// <summary>
/// A part of a compiled expression. Immutable and shared by all workers; evaluation has no side effects and, but for strings that are put together,
/// no allocations.
/// </summary>
internal abstract class Node
{
    /// <summary>Evaluates the part in <paramref name="scope"/>.</summary>
    public abstract Outcome Evaluate(ExpressionScope scope, out ExpressionValue value);
}
