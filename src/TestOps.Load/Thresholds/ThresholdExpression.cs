using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace TestOps.Load.Thresholds;

/// <summary>A threshold in k6's grammar: <c>aggregation operator number</c>, for example <c>p(95)&lt;500</c>.</summary>
public sealed record ThresholdExpression
{
    // k6 looks for the operators in this order and splits at the first that it finds anywhere.
    private static readonly (string Text, ThresholdOperator Operator)[] s_operators =
    [
        ("<=", ThresholdOperator.LessOrEqual), ("<", ThresholdOperator.Less), (">=", ThresholdOperator.GreaterOrEqual), (">", ThresholdOperator.Greater),
        ("===", ThresholdOperator.Equal), ("==", ThresholdOperator.Equal), ("!=", ThresholdOperator.NotEqual),
    ];

    private ThresholdExpression(string source, string method, string operatorText)
    {
        Source = source;
        Method = method;
        OperatorText = operatorText;
    }

    /// <summary>The expression as written.</summary>
    public string Source { get; }

    /// <summary>The aggregation as written: <c>p(95)</c>, <c>med</c>, <c>rate</c>.</summary>
    public string Method { get; }

    /// <summary>The operator as written.</summary>
    public string OperatorText { get; }

    /// <summary>How the metric is read.</summary>
    public required Aggregation Aggregation { get; init; }

    /// <summary>The percentile (0-100) of <see cref="Aggregation.Percentile"/>; 0 otherwise.</summary>
    public double Percentile { get; private init; }

    /// <summary>How the value is compared.</summary>
    public required ThresholdOperator Operator { get; init; }

    /// <summary>The limit, in the metric's unit: milliseconds, bytes, a share from 0 to 1, a count.</summary>
    public required double Limit { get; init; }

    /// <summary>Reads an expression; false with the <paramref name="reason"/> where it is malformed.</summary>
    public static bool TryParse(string source, [NotNullWhen(true)] out ThresholdExpression? expression, [NotNullWhen(false)] out string? reason)
    {
        expression = null;
        foreach (var (text, comparison) in s_operators)
        {
            var at = source.IndexOf(text, StringComparison.Ordinal);
            if (at < 0)
            {
                continue;
            }

            var method = source[..at].Trim();
            var number = source[(at + text.Length)..].Trim();
            if (!TryReadMethod(method, out var aggregation, out var percentile))
            {
                reason = $"'{method}' is no aggregation";
                return false;
            }

            if (!TryReadNumber(number, out var limit))
            {
                reason = $"'{number}' is no finite decimal number";
                return false;
            }

            reason = null;
            expression = new ThresholdExpression(source, method, text) { Aggregation = aggregation, Percentile = percentile, Operator = comparison, Limit = limit };
            return true;
        }

        reason = "it has no operator";
        return false;
    }

    /// <summary>Whether a value keeps the threshold.</summary>
    public bool Holds(double value) => Operator switch
    {
        ThresholdOperator.Less => value < Limit,
        ThresholdOperator.LessOrEqual => value <= Limit,
        ThresholdOperator.Greater => value > Limit,
        ThresholdOperator.GreaterOrEqual => value >= Limit,
        ThresholdOperator.Equal => value.Equals(Limit),
        ThresholdOperator.NotEqual => !value.Equals(Limit),
        _ => throw new InvalidOperationException($"Operator {Operator} is not known."),
    };

    private static bool TryReadMethod(string method, out Aggregation aggregation, out double percentile)
    {
        percentile = method == "med" ? 50 : 0;
        (var known, aggregation) = method switch
        {
            "count" => (true, Aggregation.Count),
            "rate" => (true, Aggregation.Rate),
            "value" => (true, Aggregation.Value),
            "avg" => (true, Aggregation.Average),
            "min" => (true, Aggregation.Min),
            "max" => (true, Aggregation.Max),
            "med" => (true, Aggregation.Percentile),
            _ => (false, Aggregation.Percentile),
        };
        return known || (method.StartsWith("p(", StringComparison.Ordinal) && method.EndsWith(')')
            && TryReadNumber(method[2..^1], out percentile) && percentile is >= 0 and <= 100);
    }

    // k6 also reads NaN, Inf and hexadecimal floats; a limit that nothing or everything keeps is no gate.
    private static bool TryReadNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out number)
        && double.IsFinite(number);
}
