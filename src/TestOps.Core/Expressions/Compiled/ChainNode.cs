namespace TestOps.Core.Expressions.Compiled;

/// <summary>The whole of an optional chain: undefined where a link was skipped.</summary>
internal sealed class ChainNode(Node chain) : Node
{
    public override Outcome Evaluate(ExpressionScope scope, out ExpressionValue value)
    {
        var outcome = chain.Evaluate(scope, out value);
        if (outcome != Outcome.Skipped)
        {
            return outcome;
        }

        value = ExpressionValue.Undefined;
        return Outcome.Decided;
    }
}
