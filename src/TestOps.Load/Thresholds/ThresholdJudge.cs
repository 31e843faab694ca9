using TestOps.Core.Suites;
using TestOps.Load.Metrics;

namespace TestOps.Load.Thresholds;

/// <summary>Judges thresholds over everything that a load measured, from its start to its end: there is no window, as in k6.</summary>
public static class ThresholdJudge
{
    /// <summary>Outcomes in the order of the thresholds.</summary>
    /// <exception cref="InvalidSuiteException">A threshold is malformed; <see cref="ThresholdValidator"/> lists all of them before a run.</exception>
    public static IReadOnlyList<ThresholdOutcome> Judge(LoadSpec load, LoadResult result)
    {
        var problems = ThresholdValidator.Validate(load);
        return problems.Count > 0
            ? throw new InvalidSuiteException("load.thresholds", problems)
            : [.. load.Thresholds.Select(threshold => Judge(threshold, result))];
    }

    private static ThresholdOutcome Judge(ThresholdSpec threshold, LoadResult result)
    {
        MetricSelector.TryParse(threshold.Metric, out var selector, out _);
        ThresholdExpression.TryParse(threshold.Expression, out var expression, out _);
        var metric = MetricCatalogue.Find(selector!.Metric)!;
        return new ThresholdOutcome(threshold, expression!, Read(expression!, metric, selector.Key, result), metric.Contains);
    }

    private static double? Read(ThresholdExpression expression, MetricDefinition metric, string key, LoadResult result)
    {
        if (metric.Kind == LoadMetricKind.Gauge)
        {
            return result.Gauge(key)?.Last;
        }

        return result.Sinks.GetValueOrDefault(key) switch
        {
            CounterSink counter when expression.Aggregation == Aggregation.Count => counter.Total,
            CounterSink counter => counter.RateIn(result.Duration),
            RateSink rate => rate.Share,
            TrendSink trend => Read(expression, trend),
            _ => null,
        };
    }

    private static double Read(ThresholdExpression expression, TrendSink trend) => expression.Aggregation switch
    {
        Aggregation.Average => trend.AverageMs,
        Aggregation.Min => trend.MinMs,
        Aggregation.Max => trend.MaxMs,
        _ => trend.PercentileMs(expression.Percentile),
    };
}
