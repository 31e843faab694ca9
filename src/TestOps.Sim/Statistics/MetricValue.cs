using System.Globalization;
using TestOps.Core.Suites;

namespace TestOps.Sim.Statistics;

/// <summary>The value of a suite metric.</summary>
internal sealed record MetricValue(double? Value, string Unit, long Answers, long WithoutValue)
{
    private static readonly HdrHistogram.LongHistogram s_none = StepStatistics.NewLatency();

    public static MetricValue Of(MetricSpec spec, MetricTally tally)
    {
        double? value = spec.Kind switch
        {
            _ when tally.Values == 0 => null,
            MetricKind.Share or MetricKind.Mean => tally.Sum / tally.Values,
            _ => tally.Sum,
        };
        var unit = spec.Kind switch { MetricKind.Share => "share", MetricKind.Count => "count", _ => "" };
        return new MetricValue(value, unit, tally.Answers, tally.Answers - tally.Values);
    }

    /// <summary>A percentile of the latency, or of the time to the first event.</summary>
    public static MetricValue OfTime(MetricSpec spec, SimStatistics statistics)
    {
        var merged = StepStatistics.NewLatency();
        foreach (var (scenario, step, seen) in statistics.InSuiteOrder())
        {
            if (seen is not null && (step.Name == spec.Of || scenario.Name == spec.Of))
            {
                merged.Add(spec.Kind == MetricKind.First ? seen.First ?? s_none : seen.Latency);
            }
        }

        return new MetricValue(Latency.Ms(merged, spec.Percentile), "ms", merged.TotalCount, 0);
    }

    public static string LimitText(MetricSpec spec, string unit) => (spec.Min, spec.Max) switch
    {
        ({ } min, { } max) => $"{Number(min, unit)} to {Number(max, unit)}",
        ({ } min, null) => $"at least {Number(min, unit)}",
        (null, { } max) => $"at most {Number(max, unit)}",
        _ => "none",
    };

    public string ToText() => Value is { } value ? Number(value, Unit) : "no data";

    /// <summary>Distance to the nearest limit; negative where it is crossed.</summary>
    public string? MarginText(MetricSpec spec)
    {
        if (Value is not { } value)
        {
            return null;
        }

        var margin = Math.Min(spec.Max is { } max ? max - value : double.PositiveInfinity, spec.Min is { } min ? value - min : double.PositiveInfinity);
        return Number(margin, Unit);
    }

    private static string Number(double value, string unit)
    {
        var text = value.ToString("0.######", CultureInfo.InvariantCulture);
        return unit is "ms" ? $"{text} ms" : text;
    }
}
