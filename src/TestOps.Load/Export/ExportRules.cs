using System.Text.RegularExpressions;
using TestOps.Core.Planning;
using TestOps.Core.Suites;
using TestOps.Load.Metrics;

namespace TestOps.Load.Export;

/// <summary>What of a load cannot be written as a k6 script, and what is written with another meaning.</summary>
internal static partial class ExportRules
{
    /// <summary>What stands in the way, all of it.</summary>
    public static IReadOnlyList<SuiteProblem> Problems(Plan plan, IReadOnlyList<ScenarioSpec> scenarios)
    {
        var load = plan.Suite.Load!;
        if (load.Script is { } script)
        {
            return [new SuiteProblem("load.script", 0, $"{script.File} is a k6 script already", "run it with k6 as it is")];
        }

        return
        [
            .. Thresholds(load),
            .. load.Http.Version == "2" && plan.Suite.Engine.BaseUrl?.StartsWith("https", StringComparison.Ordinal) != true
                ? [new SuiteProblem("load.http.version", 0, "k6 speaks HTTP/2 over TLS only, by ALPN", "write an https address, or version: 1.1")]
                : Array.Empty<SuiteProblem>(),
            .. scenarios.SelectMany(static scenario => scenario.Calls.SelectMany(call => OfStep($"sim.scenarios.{scenario.Name}.steps.{call.Name}", call))),
        ];
    }

    /// <summary>What k6 does otherwise.</summary>
    public static IEnumerable<string> Notices(Plan plan, IReadOnlyList<ScenarioSpec> scenarios)
    {
        var load = plan.Suite.Load!;
        if (load.WarmUp > TimeSpan.Zero)
        {
            yield return "load.warm_up is left out: k6 has no warm-up, its first requests count";
        }

        if (plan.Data.Values.Any(static table => table.Pick == DataPick.Random))
        {
            yield return "rows with pick: random are drawn evenly, but not the same rows as by the built-in driver: k6 has no seed";
        }

        if (scenarios.SelectMany(static scenario => scenario.Steps).Any(HasDrawnThink))
        {
            yield return "think times are drawn from the same distributions, but not the same times: k6 has no seed";
        }

        if (scenarios.SelectMany(static scenario => scenario.Calls).SelectMany(static call => call.Multipart).Where(static part => part.File is not null).Select(static part => part.File!).Distinct().Order(StringComparer.Ordinal).ToList() is { Count: > 0 } files)
        {
            yield return $"files of multipart bodies are opened beside the script: {string.Join(", ", files)}";
        }

        if (load.Http is { Version: "1.1" } && plan.Suite.Engine.BaseUrl?.StartsWith("https", StringComparison.Ordinal) == true)
        {
            yield return "over TLS k6 chooses HTTP/2 where the server offers it; GODEBUG=http2client=0 keeps it at HTTP/1.1";
        }

        if (load.Http.UserAgent is null)
        {
            yield return "k6 sends a User-Agent of its own where load.http.userAgent is not given";
        }
    }

    private static IEnumerable<SuiteProblem> Thresholds(LoadSpec load) =>
        from metric in load.Thresholds.Select(static threshold => threshold.Metric).Distinct(StringComparer.Ordinal)
        where MetricCatalogue.Find(metric.Split('{', 2)[0]) is { IsExtra: true }
        select new SuiteProblem($"load.thresholds[\"{metric}\"]", 0, "k6 does not measure it: it is a metric of the built-in driver", "leave it out, or keep to the built-in driver");

    private static IEnumerable<SuiteProblem> OfStep(string path, CallStepSpec call)
    {
        if (call.Stream is not null)
        {
            yield return new SuiteProblem($"{path}.stream", 0, "k6 reads no stream of events", "leave the scenario out of load, or keep to the built-in driver");
        }

        foreach (var check in call.Expect)
        {
            var conditions = check switch { AtCheck at => at.Conditions, HeaderCheck header => header.Conditions, _ => null };
            if (conditions?.Schema is not null)
            {
                yield return new SuiteProblem($"{path}.expect", 0, $"the check '{check.Name}' needs JSON Schema, which k6 does not have", "check what load needs by at:, in a scenario of its own");
            }

            if (conditions?.Matches is { } pattern && DotNetOnly().IsMatch(pattern))
            {
                yield return new SuiteProblem($"{path}.expect", 0, $"the check '{check.Name}' has the regular expression '{pattern}', which JavaScript reads otherwise", "write it without inline options, \\A, \\z, \\Z, \\G, \\p{...} and groups of .NET's own");
            }
        }
    }

    private static bool HasDrawnThink(StepSpec step) => step switch
    {
        ThinkStepSpec think => think.Think is not ConstantThink,
        BlockStepSpec block => block.Steps.Any(HasDrawnThink),
        _ => false,
    };

    [GeneratedRegex(@"\\[AzZGpP]|\(\?(?![:=!]|<[=!]|<[A-Za-z_])|\[[^\]]*-\[", RegexOptions.CultureInvariant)]
    private static partial Regex DotNetOnly();
}
