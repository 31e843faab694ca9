using Acornima;

namespace TestOps.Core.Expressions.Compiled;

/// <summary><c>!a</c>, <c>-a</c>, <c>+a</c>, <c>typeof a</c>.</summary>
internal sealed class UnaryNode(Operator operation, Node operand) : Node
{
    public static bool Supports(Operator operation)
        => operation is Operator.LogicalNot or Operator.UnaryNegation or Operator.UnaryPlus or Operator.TypeOf;

    public override Outcome Evaluate(ExpressionScope scope, out ExpressionValue value)
    {
        var outcome = operand.Evaluate(scope, out value);
        if (outcome != Outcome.Decided)
        {
            return outcome;
        }

        switch (operation)
        {
            case Operator.LogicalNot:
                value = ExpressionValue.Of(!value.IsTruthy);
                return Outcome.Decided;
            case Operator.TypeOf:
                value = ExpressionValue.Of(TypeOf(value.Kind));
                return Outcome.Decided;
            case Operator.UnaryNegation when value.Kind == ValueKind.Number:
                value = ExpressionValue.Of(-value.Number);
                return Outcome.Decided;
            case Operator.UnaryPlus when value.Kind == ValueKind.Number:
                value = ExpressionValue.Of(value.Number);
                return Outcome.Decided;
            default:
                return Outcome.Undecided;
        }
    }

    private static string TypeOf(ValueKind kind) => kind switch
    {
        ValueKind.Undefined => "undefined",
        ValueKind.Boolean => "boolean",
        ValueKind.Number => "number",
        ValueKind.Text => "string",
        _ => "object",
    };
}
