using TestOps.Core.Journaling;
using TestOps.Core.Suites;
using TestOps.Load.Metrics;

namespace TestOps.Load.Thresholds;

/// <summary>
/// The thresholds of a load, read once and judged as often as asked: over everything that was measured from the start on. There is no window, as in k6.
/// </summary>
internal sealed class ThresholdSet
{
    private readonly IReadOnlyList<JudgedThreshold> _thresholds;

    /// <summary>Reads the thresholds of a load.</summary>
    /// <exception cref="InvalidSuiteException">A threshold is malformed; <see cref="ThresholdValidator"/> lists all of them before a run.</exception>
    public ThresholdSet(LoadSpec load)
    {
        var problems = ThresholdValidator.Validate(load);
        _thresholds = problems.Count > 0 ? throw new InvalidSuiteException("load.thresholds", problems) : [.. load.Thresholds.Select(JudgedThreshold.Of)];
    }

    /// <summary>What the thresholds name: the sub-metrics that have to be kept.</summary>
    public IReadOnlyList<MetricSelector> Selectors => [.. _thresholds.Select(static threshold => threshold.Selector)];

    /// <summary>Keys of the metrics that are read.</summary>
    public IReadOnlySet<string> Keys => _thresholds.Select(static threshold => threshold.Selector.Key).ToHashSet(StringComparer.Ordinal);

    /// <summary>Outcomes in the order of the suite.</summary>
    public IReadOnlyList<ThresholdOutcome> Judge(LoadResult result) => [.. _thresholds.Select(threshold => threshold.Judge(result))];

    /// <summary>How the thresholds stand, for those who watch.</summary>
    public static IReadOnlyList<ThresholdStanding> Standings(IReadOnlyList<ThresholdOutcome> outcomes) =>
        [.. outcomes.Select(static outcome => new ThresholdStanding(outcome.Threshold.Metric, outcome.Threshold.Expression, outcome.Value, outcome.Holds))];

    /// <summary>
    /// The first outcome that ends the load: crossed, with <c>abortOnFail</c>, and later than <c>delayAbortEval</c> after the start. What has no samples yet ends nothing.
    /// </summary>
    public static ThresholdOutcome? Abort(IReadOnlyList<ThresholdOutcome> outcomes, TimeSpan elapsed) =>
        outcomes.FirstOrDefault(outcome => outcome.Threshold.AbortOnFail && outcome.Holds is false && elapsed > outcome.Threshold.DelayAbortEval);
}
