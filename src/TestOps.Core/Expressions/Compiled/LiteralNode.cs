namespace TestOps.Core.Expressions.Compiled;

/// <summary>A constant.</summary>
internal sealed class LiteralNode(ExpressionValue constant) : Node
{
    public ExpressionValue Constant => constant;

    public override Outcome Evaluate(ExpressionScope scope, out ExpressionValue value)
    {
        value = constant;
        return Outcome.Decided;
    }
}
