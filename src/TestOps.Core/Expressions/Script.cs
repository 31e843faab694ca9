namespace TestOps.Core.Expressions;

/// <summary>A JavaScript expression: <c>js:</c>, <c>if:</c>, <c>share:</c>. Immutable and safe for concurrent use.</summary>
public sealed class Script
{
    private readonly ParsedExpression _expression;

    private Script(ParsedExpression expression) => _expression = expression;

    /// <summary>The expression as written.</summary>
    public string Text => _expression.Text;

    /// <summary>Whether it can see kept values.</summary>
    public bool UsesKept => _expression.UsesKept;

    /// <summary>What it can see that a record does not hold.</summary>
    public TokenKinds Uses => _expression.Uses;

    /// <summary>Null for a valid expression, else what is wrong and what to write.</summary>
    public static string? Validate(string javaScript) => Validation.Of(() => Compile(javaScript));

    /// <summary>Compiles an expression of at most 10,000 characters.</summary>
    /// <exception cref="ExpressionException">The text is no JavaScript expression, or it names what is not in scope.</exception>
    public static Script Compile(string javaScript, EvaluationPath path = EvaluationPath.Fastest) => new(ExpressionParser.Parse(javaScript, path));

    /// <summary>Whether the value is truthy, by JavaScript's rules.</summary>
    /// <exception cref="ExpressionException">The expression threw, or it met a limit.</exception>
    public bool EvaluateTruth(ExpressionScope scope) => _expression.Evaluate(scope, ResultForm.Truth).IsTruthy;

    /// <summary>Whether it can see the root <paramref name="name"/> of the scope.</summary>
    internal bool Reads(string name) => _expression.Reads(name);

    /// <summary>
    /// As <see cref="EvaluateTruth"/>, but false with the reason where the compiled form knows that JavaScript would throw: no exception for what a broken
    /// engine does to every check.
    /// </summary>
    internal bool TryEvaluateTruth(ExpressionScope scope, out bool isTrue, out string? reason)
    {
        var isDecided = _expression.TryEvaluate(scope, ResultForm.Truth, out var value, out reason);
        isTrue = isDecided && value.IsTruthy;
        return isDecided;
    }

    /// <summary>
    /// The value as a number: booleans count 0 and 1. Null for undefined, null, NaN, infinities, strings and objects: a number is never made up; write
    /// <c>Number(x)</c> for a string.
    /// </summary>
    /// <exception cref="ExpressionException">The expression threw, or it met a limit.</exception>
    public double? EvaluateNumber(ExpressionScope scope)
    {
        var value = _expression.Evaluate(scope, ResultForm.Truth);
        return value.Kind switch
        {
            ValueKind.Boolean => value.IsTruthy ? 1 : 0,
            ValueKind.Number when double.IsFinite(value.Number) => value.Number,
            _ => null,
        };
    }
}
