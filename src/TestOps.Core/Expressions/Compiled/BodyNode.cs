namespace TestOps.Core.Expressions.Compiled;

/// <summary><c>body</c>.</summary>
internal sealed class BodyNode : Node
{
    public override Outcome Evaluate(ExpressionScope scope, out ExpressionValue value)
    {
        value = ExpressionValue.Of(scope.Body);
        return Outcome.Decided;
    }
}
