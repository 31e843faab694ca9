namespace TestOps.Core.Expressions.Compiled;

/// <summary><c>status</c>.</summary>
internal sealed class StatusNode : Node
{
    public override Outcome Evaluate(ExpressionScope scope, out ExpressionValue value)
    {
        value = ExpressionValue.Of((double)scope.Status);
        return Outcome.Decided;
    }
}
