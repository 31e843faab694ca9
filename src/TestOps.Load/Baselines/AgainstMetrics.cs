using TestOps.Core.Suites;
using TestOps.Load.Metrics;

namespace TestOps.Load.Baselines;

/// <summary>The metrics that gates against a baseline compare: sub-metrics exist only where somebody names them.</summary>
internal static class AgainstMetrics
{
    /// <summary>Their keys, in the order of the suite.</summary>
    public static IEnumerable<string> Of(LoadSpec load) => load.Against.Select(static against => AgainstKey.TryParse(against.Key, out var key, out _) ? key.Metric : null).OfType<string>();

    /// <summary>The same, read: a validator has judged them.</summary>
    public static IEnumerable<MetricSelector> SelectorsOf(LoadSpec load) =>
        Of(load).Select(static key => MetricSelector.TryParse(key, out var selector, out _) ? selector : null).OfType<MetricSelector>();
}
