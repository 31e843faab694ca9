using Acornima;

namespace TestOps.Core.Expressions.Compiled;

/// <summary><c>a &amp;&amp; b</c>, <c>a || b</c>, <c>a ?? b</c>.</summary>
internal sealed class LogicalNode(Operator operation, Node left, Node right) : Node
{
    public override Outcome Evaluate(ExpressionScope scope, out ExpressionValue value)
    {
        var outcome = left.Evaluate(scope, out value);
        if (outcome != Outcome.Decided)
        {
            return outcome;
        }

        var isRightWanted = operation switch
        {
            Operator.LogicalAnd => value.IsTruthy,
            Operator.LogicalOr => !value.IsTruthy,
            _ => value.IsNullish,
        };
        return isRightWanted ? right.Evaluate(scope, out value) : Outcome.Decided;
    }
}
