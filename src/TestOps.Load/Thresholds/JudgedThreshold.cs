using TestOps.Core.Suites;
using TestOps.Load.Metrics;

namespace TestOps.Load.Thresholds;

/// <summary>A threshold that has been read: what it names, and how that is judged.</summary>
internal sealed record JudgedThreshold(ThresholdSpec Threshold, MetricSelector Selector, ThresholdExpression Expression, MetricDefinition Metric)
{
    public static JudgedThreshold Of(ThresholdSpec threshold)
    {
        MetricSelector.TryParse(threshold.Metric, out var selector, out _);
        ThresholdExpression.TryParse(threshold.Expression, out var expression, out _);
        return new JudgedThreshold(threshold, selector!, expression!, MetricCatalogue.Find(selector!.Metric)!);
    }

    public ThresholdOutcome Judge(LoadResult result) => new(Threshold, Expression, Read(result), Metric.Contains);

    private double? Read(LoadResult result)
    {
        if (Metric.Kind == LoadMetricKind.Gauge)
        {
            return result.Gauge(Selector.Key)?.Last;
        }

        return result.Sinks.GetValueOrDefault(Selector.Key) switch
        {
            CounterSink counter when Expression.Aggregation == Aggregation.Count => counter.Total,
            CounterSink counter => counter.RateIn(result.Duration),
            RateSink rate => rate.Share,
            TrendSink trend => Read(trend),
            _ => null,
        };
    }

    private double Read(TrendSink trend) => Expression.Aggregation switch
    {
        Aggregation.Average => trend.AverageMs,
        Aggregation.Min => trend.MinMs,
        Aggregation.Max => trend.MaxMs,
        _ => trend.PercentileMs(Expression.Percentile),
    };
}
