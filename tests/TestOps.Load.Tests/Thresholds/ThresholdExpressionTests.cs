using CsCheck;
using TestOps.Load.Thresholds;

namespace TestOps.Load.Tests.Thresholds;

public sealed class ThresholdExpressionTests
{
    [Theory]
    [InlineData("p(95)<500", Aggregation.Percentile, 95, ThresholdOperator.Less, 500)]
    [InlineData("p(99.9) <= 2e3", Aggregation.Percentile, 99.9, ThresholdOperator.LessOrEqual, 2000)]
    [InlineData("  med>1  ", Aggregation.Percentile, 50, ThresholdOperator.Greater, 1)]
    [InlineData("p(0)>=0.5", Aggregation.Percentile, 0, ThresholdOperator.GreaterOrEqual, 0.5)]
    [InlineData("p(100)>=.5", Aggregation.Percentile, 100, ThresholdOperator.GreaterOrEqual, 0.5)]
    [InlineData("rate===1", Aggregation.Rate, 0, ThresholdOperator.Equal, 1)]
    [InlineData("count==0", Aggregation.Count, 0, ThresholdOperator.Equal, 0)]
    [InlineData("value!=-3", Aggregation.Value, 0, ThresholdOperator.NotEqual, -3)]
    [InlineData("avg<+200", Aggregation.Average, 0, ThresholdOperator.Less, 200)]
    [InlineData("min>1", Aggregation.Min, 0, ThresholdOperator.Greater, 1)]
    [InlineData("max<60000", Aggregation.Max, 0, ThresholdOperator.Less, 60000)]
    public void TryParse_ExpressionOfK6_IsRead(string source, Aggregation aggregation, double percentile, ThresholdOperator comparison, double limit)
    {
        ThresholdExpression.TryParse(source, out var expression, out var reason).Should().BeTrue();

        reason.Should().BeNull();
        expression!.Source.Should().Be(source);
        (expression.Aggregation, expression.Percentile, expression.Operator, expression.Limit).Should().Be((aggregation, percentile, comparison, limit));
    }

    [Theory]
    [InlineData("p(95) is less than 5", "it has no operator")]
    [InlineData("", "it has no operator")]
    [InlineData("p(95)=5", "it has no operator")]
    [InlineData("p95<5", "'p95' is no aggregation")]
    [InlineData("p()<5", "'p()' is no aggregation")]
    [InlineData("p(101)<5", "'p(101)' is no aggregation")]
    [InlineData("p(-1)<5", "'p(-1)' is no aggregation")]
    [InlineData("P(95)<5", "'P(95)' is no aggregation")]
    [InlineData("<5", "'' is no aggregation")]
    [InlineData("rate<", "'' is no finite decimal number")]
    [InlineData("rate<1%", "'1%' is no finite decimal number")]
    [InlineData("rate<1,5", "'1,5' is no finite decimal number")]
    [InlineData("p(95)<500ms", "'500ms' is no finite decimal number")]
    [InlineData("rate<<1", "'<1' is no finite decimal number")]
    [InlineData("rate<Infinity", "'Infinity' is no finite decimal number")]
    [InlineData("rate<NaN", "'NaN' is no finite decimal number")]
    public void TryParse_AnythingElse_SaysWhy(string source, string expected)
    {
        ThresholdExpression.TryParse(source, out var expression, out var reason).Should().BeFalse();

        expression.Should().BeNull();
        reason.Should().Be(expected);
    }

    [Fact]
    public void Holds_AnyValueAndLimit_IsTheComparison() =>
        Gen.Select(Gen.Double[-1e6, 1e6], Gen.Double[-1e6, 1e6]).Sample((value, limit) =>
            Holds("<", value, limit) == value < limit && Holds("<=", value, limit) == value <= limit
            && Holds(">", value, limit) == value > limit && Holds(">=", value, limit) == value >= limit
            && Holds("==", limit, limit) && Holds("===", limit, limit) && !Holds("!=", limit, limit));

    private static bool Holds(string comparison, double value, double limit) =>
        ThresholdExpression.TryParse(FormattableString.Invariant($"avg{comparison}{limit:R}"), out var expression, out _) && expression.Holds(value);
}
