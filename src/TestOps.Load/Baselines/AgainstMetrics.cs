using TestOps.Core.Suites;

namespace TestOps.Load.Baselines;

/// <summary>The metrics that gates against a baseline compare: sub-metrics exist only where somebody names them.</summary>
internal static class AgainstMetrics
{
    /// <summary>Their keys, in the order of the suite.</summary>
    public static IEnumerable<string> Of(LoadSpec load) => load.Against.Select(static against => AgainstKey.TryParse(against.Key, out var key, out _) ? key.Metric : null).OfType<string>();
}
