using TestOps.Core.Suites;
using TestOps.Load.Metrics;

namespace TestOps.Load.Thresholds;

/// <summary>Judges thresholds over everything that a load measured, from its start to its end: there is no window, as in k6.</summary>
public static class ThresholdJudge
{
    /// <summary>Outcomes in the order of the thresholds.</summary>
    /// <exception cref="InvalidSuiteException">A threshold is malformed; <see cref="ThresholdValidator"/> lists all of them before a run.</exception>
    public static IReadOnlyList<ThresholdOutcome> Judge(LoadSpec load, LoadResult result) => new ThresholdSet(load).Judge(result);
}
