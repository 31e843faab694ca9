namespace TestOps.Core.Expressions.Compiled;

/// <summary><c>test ? yes : no</c>.</summary>
internal sealed class ConditionalNode(Node test, Node yes, Node no) : Node
{
    public override Outcome Evaluate(ExpressionScope scope, out ExpressionValue value)
    {
        var outcome = test.Evaluate(scope, out value);
        if (outcome != Outcome.Decided)
        {
            return outcome;
        }

        return value.IsTruthy ? yes.Evaluate(scope, out value) : no.Evaluate(scope, out value);
    }
}
