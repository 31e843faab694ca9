using Acornima;

namespace TestOps.Core.Expressions.Compiled;

/// <summary>Comparisons and arithmetic where both operands have the same simple type.</summary>
internal sealed class BinaryNode(Operator operation, Node left, Node right) : Node
{
    public static bool Supports(Operator operation) => operation is Operator.StrictEquality or Operator.StrictInequality or Operator.Equality or Operator.Inequality
        or Operator.LessThan or Operator.LessThanOrEqual or Operator.GreaterThan or Operator.GreaterThanOrEqual
        or Operator.Addition or Operator.Subtraction or Operator.Multiplication or Operator.Division or Operator.Remainder;

    public override Outcome Evaluate(ExpressionScope scope, out ExpressionValue value)
    {
        var outcome = left.Evaluate(scope, out var first);
        if (outcome != Outcome.Decided)
        {
            value = first;
            return outcome;
        }

        outcome = right.Evaluate(scope, out var second);
        if (outcome != Outcome.Decided)
        {
            value = second;
            return outcome;
        }

        value = default;
        if (operation is Operator.StrictEquality or Operator.StrictInequality or Operator.Equality or Operator.Inequality)
        {
            return Equate(first, second, out value);
        }

        if (first.Kind == ValueKind.Number && second.Kind == ValueKind.Number)
        {
            value = OfNumbers(first.Number, second.Number);
            return Outcome.Decided;
        }

        if (first.Kind != ValueKind.Text || second.Kind != ValueKind.Text)
        {
            return Outcome.Undecided;
        }

        return OfTexts(first.Text, second.Text, out value);
    }

    private Outcome Equate(in ExpressionValue first, in ExpressionValue second, out ExpressionValue value)
    {
        value = default;
        if (!TryEquate(first, second, operation is Operator.Equality or Operator.Inequality, out var areEqual))
        {
            return Outcome.Undecided;
        }

        value = ExpressionValue.Of(areEqual == (operation is Operator.StrictEquality or Operator.Equality));
        return Outcome.Decided;
    }

    private static bool TryEquate(in ExpressionValue first, in ExpressionValue second, bool isLoose, out bool areEqual)
    {
        areEqual = false;
        if (isLoose && (first.IsNullish || second.IsNullish))
        {
            areEqual = first.IsNullish && second.IsNullish;
            return true;
        }

        if (IsObject(first) && IsObject(second))
        {
            // Identity: only the interpreter knows which objects are one and the same.
            return false;
        }

        if (first.Kind != second.Kind)
        {
            return !isLoose;
        }

        areEqual = first.Kind switch
        {
            ValueKind.Number => first.Number == second.Number,
            ValueKind.Text => ExpressionValue.TextEquals(first, second),
            ValueKind.Boolean => first.IsTruthy == second.IsTruthy,
            _ => true,
        };
        return true;
    }

    private static bool IsObject(in ExpressionValue value) => value.Kind >= ValueKind.Json;

    private ExpressionValue OfNumbers(double first, double second) => operation switch
    {
        Operator.LessThan => ExpressionValue.Of(first < second),
        Operator.LessThanOrEqual => ExpressionValue.Of(first <= second),
        Operator.GreaterThan => ExpressionValue.Of(first > second),
        Operator.GreaterThanOrEqual => ExpressionValue.Of(first >= second),
        Operator.Addition => ExpressionValue.Of(first + second),
        Operator.Subtraction => ExpressionValue.Of(first - second),
        Operator.Multiplication => ExpressionValue.Of(first * second),
        Operator.Division => ExpressionValue.Of(first / second),
        _ => ExpressionValue.Of(first % second),
    };

    private Outcome OfTexts(string first, string second, out ExpressionValue value)
    {
        var order = string.CompareOrdinal(first, second);
        value = operation switch
        {
            Operator.LessThan => ExpressionValue.Of(order < 0),
            Operator.LessThanOrEqual => ExpressionValue.Of(order <= 0),
            Operator.GreaterThan => ExpressionValue.Of(order > 0),
            Operator.GreaterThanOrEqual => ExpressionValue.Of(order >= 0),
            Operator.Addition => ExpressionValue.Of(first + second),
            _ => default,
        };
        return value.Kind == ValueKind.Undefined ? Outcome.Undecided : Outcome.Decided;
    }
}
