using TestOps.Core.Suites;

namespace TestOps.Load.K6;

/// <summary>The environment of k6: nothing of ours but what every child inherits, what the driver sets, and what the suite lists.</summary>
internal static class K6Environment
{
    /// <summary>Variable by which scripts learn the engine's address.</summary>
    public const string BaseUrl = "TESTOPS_BASE_URL";

    // A proxy would reach what the target policy refuses, and everything that begins with K6_ configures k6 itself: K6_VUS silently replaces a script's scenarios.
    private static readonly string[] s_proxies = ["http_proxy", "https_proxy", "all_proxy", "no_proxy"];

    /// <summary>What every call of k6 gets: no usage report, and no download of another k6 because a script imports an extension.</summary>
    public static IReadOnlyDictionary<string, string> Bare { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal) { ["K6_AUTO_EXTENSION_RESOLUTION"] = "false", ["K6_NO_USAGE_REPORT"] = "true" };

    /// <summary>The variables of a script: <paramref name="rendered"/> are the suite's.</summary>
    public static IReadOnlyDictionary<string, string> Of(string baseUrl, IReadOnlyDictionary<string, string> rendered) =>
        new Dictionary<string, string>(rendered.Concat(Bare), StringComparer.Ordinal) { [BaseUrl] = baseUrl };

    /// <summary>Problems of the names that the suite lists.</summary>
    public static IEnumerable<SuiteProblem> Check(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            var (problem, hint) = name.StartsWith("K6_", StringComparison.OrdinalIgnoreCase) ? ("configures k6 itself, behind the script's back", "write it into the script's options")
                : s_proxies.Contains(name.ToLowerInvariant(), StringComparer.Ordinal) ? ("would send requests by a proxy, which the target policy does not see", "leave it out")
                : name == BaseUrl ? ("is set by TestOps to the engine's address", "give your variable another name")
                : (null, "");
            if (problem is not null)
            {
                yield return new SuiteProblem($"load.env.{name}", 0, problem, hint);
            }
        }
    }
}
