using TestOps.Core.Suites;
using TestOps.Load.Metrics;
using TestOps.Load.Thresholds;

namespace TestOps.Load.Baselines;

/// <summary>Finds what is wrong with the gates against a baseline: all of it, before anything starts.</summary>
public static class AgainstValidator
{
    /// <summary>What a summary has of a trend.</summary>
    private static readonly string[] s_trend = ["avg", "min", "med", "max", "p(90)", "p(95)", "p(99)"];

    /// <summary>The problems in the order of the file; lines are 0: the suite reader knows them. Metrics of a script are its own affair.</summary>
    public static IReadOnlyList<SuiteProblem> Validate(LoadSpec load) => [.. load.Against.Select(against => Judge(against, load)).OfType<SuiteProblem>()];

    private static SuiteProblem? Judge(AgainstSpec against, LoadSpec load)
    {
        var path = $"load.against[\"{against.Key}\"]";
        if (!AgainstKey.TryParse(against.Key, out var key, out var reason))
        {
            return new SuiteProblem(
                path,
                0,
                $"'{against.Key}' names nothing to compare: {reason}",
                "write an aggregation of http_req_duration such as p(95), or METRIC AGGREGATION such as http_req_failed rate");
        }

        var name = key.Metric.Split('{', 2)[0];
        if (MetricCatalogue.Find(name) is not { } metric)
        {
            return load.Script is not null ? null : new SuiteProblem(
                path,
                0,
                $"there is no metric '{name}'",
                $"use one of {string.Join(", ", MetricCatalogue.All.Where(static known => Direction(known) != 0).Select(static known => known.Name))}");
        }

        if (Direction(metric) == 0)
        {
            return new SuiteProblem(path, 0, $"no value of {name} is better than another", "compare times, http_req_failed, checks, http_reqs, iterations or dropped_iterations");
        }

        string[] known = metric.Kind == LoadMetricKind.Trend ? s_trend : [.. Aggregations.NamesOf(metric.Kind).Split(", ")];
        if (!known.Contains(key.Aggregation, StringComparer.Ordinal))
        {
            return new SuiteProblem(path, 0, $"the summary has no {key.Aggregation} of {name}", $"use one of {string.Join(", ", known)}");
        }

        return JudgeTags(path, key, metric, load) ?? JudgeAmount(path, against, key, metric);
    }

    private static SuiteProblem? JudgeTags(string path, AgainstKey key, MetricDefinition metric, LoadSpec load)
    {
        MetricSelector.TryParse(key.Metric, out var selector, out _);
        return selector!.Tags.Select(tag => ThresholdValidator.JudgeTag(path, tag.Key, tag.Value, metric, load)).OfType<SuiteProblem>().FirstOrDefault();
    }

    private static SuiteProblem? JudgeAmount(string path, AgainstSpec against, AgainstKey key, MetricDefinition metric)
    {
        var kind = metric.Contains == "time" ? AmountKind.Duration : metric.Kind == LoadMetricKind.Rate ? AmountKind.Share : AmountKind.Number;
        if (against.Kind is AmountKind.None || against.Kind == kind)
        {
            return null;
        }

        var example = kind switch { AmountKind.Duration => "a duration such as 20ms", AmountKind.Share => "a share such as 1%", _ => "a plain number such as 5" };
        return new SuiteProblem($"{path}.and", 0, $"the margin of {key.Metric} {key.Aggregation} must be {example}", "write it so");
    }

    private static int Direction(MetricDefinition metric) => Worsening.Of(metric.Name, metric.Contains, metric.Kind);
}
