namespace TestOps.Core.Expressions.Compiled;

/// <summary>A root of the scope as a whole, <c>keep</c> for example: an object, whatever it holds.</summary>
internal sealed class OpaqueNode : Node
{
    public override Outcome Evaluate(ExpressionScope scope, out ExpressionValue value)
    {
        value = ExpressionValue.Opaque;
        return Outcome.Decided;
    }
}
