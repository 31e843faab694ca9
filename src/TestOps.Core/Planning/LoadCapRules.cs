using System.Globalization;
using TestOps.Core.Safety;
using TestOps.Core.Suites;

namespace TestOps.Core.Planning;

/// <summary>The operator's caps: what runs at the same time counts together.</summary>
public static class LoadCapRules
{
    /// <summary>Adds a problem to <paramref name="problems"/> for each cap that the suite's load exceeds. The plan asks; the load phase asks once more before it starts.</summary>
    public static void Check(Suite suite, LoadCaps caps, List<SuiteProblem> problems)
    {
        if (suite.Load is not { Scenarios.Count: > 0 } load)
        {
            return;
        }

        var vus = VusMax(load);
        if (vus > caps.MaxVus)
        {
            problems.Add(Exceeded($"{vus} virtual users at a time", $"{caps.MaxVus}", "lower vus, maxVUs or the targets", $"--max-vus {vus}"));
        }

        var rate = RateMax(load);
        if (rate > caps.MaxRate)
        {
            problems.Add(Exceeded(FormattableString.Invariant($"{rate:0.##} iteration starts a second"), FormattableString.Invariant($"{caps.MaxRate:0.##}"), "lower rate or the targets", FormattableString.Invariant($"--max-rate {Math.Ceiling(rate)}")));
        }

        var duration = load.Duration;
        if (duration > caps.MaxDuration)
        {
            problems.Add(Exceeded($"a load of {DurationText.Format(duration)}", DurationText.Format(caps.MaxDuration), "shorten duration, stages, maxDuration or startTime", $"--max-duration {DurationText.Format(duration)}"));
        }
    }

    /// <summary>Most virtual users at a time, users that drain included.</summary>
    public static int VusMax(LoadSpec load) => (int)Peak(load, static scenario => scenario.VusMax, static scenario => scenario.Duration + scenario.GracefulStop);

    /// <summary>Most iteration starts a second that arrival rates plan.</summary>
    public static double RateMax(LoadSpec load) => Peak(load, static scenario => scenario.StartsPerSecondMax, static scenario => scenario.Duration);

    /// <summary>The largest sum over the scenarios that overlap: it is met at the start of one of them.</summary>
    private static double Peak(LoadSpec load, Func<LoadScenarioSpec, double> amount, Func<LoadScenarioSpec, TimeSpan> length)
        => load.Scenarios.Count == 0 ? 0 : load.Scenarios.Max(at => load.Scenarios
            .Where(other => other.StartTime <= at.StartTime && at.StartTime < other.StartTime + length(other))
            .Sum(amount));

    private static SuiteProblem Exceeded(string planned, string limit, string lower, string flag)
        => new("load.scenarios", 0, string.Create(CultureInfo.InvariantCulture, $"the suite plans {planned}, the operator's cap is {limit}"), $"{lower}, or raise the cap with {flag}") { ExceedsCap = true };
}
