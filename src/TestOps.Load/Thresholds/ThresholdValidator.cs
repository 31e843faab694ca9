using TestOps.Core.Suites;
using TestOps.Load.Metrics;

namespace TestOps.Load.Thresholds;

/// <summary>Finds what is wrong with the thresholds of a suite: all of it, before anything starts.</summary>
public static class ThresholdValidator
{
    /// <summary>The problems in the order of the file; empty where all thresholds can be judged. Lines are 0: the suite reader knows them.</summary>
    public static IReadOnlyList<SuiteProblem> Validate(LoadSpec load)
    {
        var problems = new List<SuiteProblem>();
        foreach (var thresholds in load.Thresholds.GroupBy(threshold => threshold.Metric, StringComparer.Ordinal))
        {
            var path = $"load.thresholds[\"{thresholds.Key}\"]";
            var metric = ReadKey(path, thresholds.Key, load, problems);
            problems.AddRange(thresholds.Select(threshold => JudgeExpression(path, threshold.Expression, metric)).OfType<SuiteProblem>());
        }

        return problems;
    }

    private static MetricDefinition? ReadKey(string path, string key, LoadSpec load, List<SuiteProblem> problems)
    {
        if (!MetricSelector.TryParse(key, out var selector, out var reason))
        {
            problems.Add(new SuiteProblem(path, 0, $"malformed metric key '{key}': {reason}", "write metric or metric{tag:value,tag2:value2}, for example http_req_duration{name:ask}"));
            return null;
        }

        if (MetricCatalogue.Find(selector.Metric) is not { } metric)
        {
            problems.Add(new SuiteProblem(path, 0, $"the built-in driver has no metric '{selector.Metric}'", $"use one of {string.Join(", ", MetricCatalogue.All.Select(known => known.Name))}"));
            return null;
        }

        problems.AddRange(selector.Tags.Select(tag => JudgeTag(path, tag.Key, tag.Value, metric, load)).OfType<SuiteProblem>());
        return metric;
    }

    /// <summary>A part of a metric that nothing can ever be in would be a gate without data: that is known before the start.</summary>
    internal static SuiteProblem? JudgeTag(string path, string tag, string value, MetricDefinition metric, LoadSpec load)
    {
        var hasScenario = metric.Tags.Contains("scenario", StringComparer.Ordinal);
        if (metric.Tags.Contains(tag, StringComparer.Ordinal))
        {
            return null;
        }

        var own = hasScenario ? load.Scenarios.SelectMany(static scenario => scenario.Tags).ToLookup(static own => own.Key, static own => own.Value, StringComparer.Ordinal) : null;
        if (own?.Contains(tag) == true)
        {
            return own[tag].Contains(value, StringComparer.Ordinal)
                ? null
                : new SuiteProblem(path, 0, $"no load scenario has the tag {tag}: {value}", $"use one of {string.Join(", ", own[tag].Distinct(StringComparer.Ordinal).Select(known => $"{tag}:{known}"))}");
        }

        var known = metric.Tags.Concat(own?.Select(static group => group.Key) ?? []).ToList();
        var hint = known.Count == 0 ? $"write {metric.Name} without tags"
            : $"use one of {string.Join(", ", known)}{(hasScenario ? $", or give a scenario tags: {{ {tag}: {value} }}" : "")}";
        return new SuiteProblem(path, 0, $"samples of {metric.Name} have no tag '{tag}', so that nothing could ever match", hint);
    }

    private static SuiteProblem? JudgeExpression(string path, string source, MetricDefinition? metric)
    {
        if (!ThresholdExpression.TryParse(source, out var expression, out var reason))
        {
            return new SuiteProblem(
                path,
                0,
                $"malformed threshold '{source}': {reason}",
                $"write AGGREGATION OPERATOR NUMBER with one of {Aggregations.NamesOf(metric?.Kind ?? LoadMetricKind.Trend)} and one of < <= > >= == === !=, for example {Aggregations.Example(metric?.Kind ?? LoadMetricKind.Trend)}");
        }

        return metric is null || expression.Aggregation.Fits(metric.Kind)
            ? null
            : new SuiteProblem(
                path,
                0,
                $"threshold '{source}' asks for {expression.Method}, which a {metric.Kind.ToString().ToLowerInvariant()} such as {metric.Name} does not have",
                $"use one of {Aggregations.NamesOf(metric.Kind)}, for example {Aggregations.Example(metric.Kind)}");
    }
}
