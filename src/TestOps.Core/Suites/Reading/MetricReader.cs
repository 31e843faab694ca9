using System.Globalization;

namespace TestOps.Core.Suites.Reading;

/// <summary>The suite's own metrics.</summary>
internal static class MetricReader
{
    private static readonly (string Key, MetricKind Kind)[] Kinds =
        [("share", MetricKind.Share), ("sum", MetricKind.Sum), ("mean", MetricKind.Mean), ("count", MetricKind.Count), ("latency", MetricKind.Latency), ("first_ms", MetricKind.First)];

    public static IReadOnlyList<MetricSpec> Read(SuiteValue value)
        => [.. value.NamedEntries("write slow: { latency: p95, of: ask, max: 500ms }").Select(static entry => ReadMetric(entry.Name, entry.Value))];

    private static MetricSpec ReadMetric(string name, SuiteValue value)
    {
        var standIn = new MetricSpec { Name = name, Kind = MetricKind.Share, Of = "" };
        if (value.Map("sim.metrics.NAME") is not { } map)
        {
            return standIn;
        }

        var given = Kinds.Where(kind => map.Has(kind.Key)).ToList();
        if (given.Count != 1)
        {
            map.Problem($"a metric needs one of share, sum, mean, count, latency and first_ms, has {(given.Count == 0 ? "none" : string.Join(", ", given.Select(static kind => kind.Key)))}", "write { share: \"status === 200\", of: ask, min: 0.99 }");
            return standIn;
        }

        var kind = given[0].Kind;
        var isTime = kind is MetricKind.Latency or MetricKind.First;
        var metric = new MetricSpec
        {
            Name = name,
            Kind = kind,
            Script = isTime ? null : map.Read<string?>(given[0].Key, null, static script => ExpressionRules.ReadScript(script)),
            Percentile = isTime ? map.Read(given[0].Key, 0, ReadPercentile) : 0,
            Of = map.Need("of", "", "a step or scenario, such as ask", ReadOf),
            Min = map.Read<double?>("min", null, budget => ReadBudget(budget, kind)),
            Max = map.Read<double?>("max", null, budget => ReadBudget(budget, kind)),
        };
        if (metric.Min > metric.Max)
        {
            map.Problem(string.Create(CultureInfo.InvariantCulture, $"min must be at most max, was {metric.Min} with max {metric.Max}"), "swap them");
        }

        return metric;
    }

    private static string ReadOf(SuiteValue value)
    {
        var name = value.Text(64);
        if (name.Length > 0)
        {
            value.Context.References.Require(value, name, ReferenceKind.Step, ReferenceKind.Scenario);
        }

        return name;
    }

    private static int ReadPercentile(SuiteValue value) => value.Choice(["p50", "p95", "p99", "max"], []) switch
    {
        "p50" => 50,
        "p95" => 95,
        "p99" => 99,
        _ => 100,
    };

    private static double ReadBudget(SuiteValue value, MetricKind kind)
    {
        if (kind is MetricKind.Latency or MetricKind.First && value.IsText)
        {
            return value.Duration(TimeSpan.Zero, TimeSpan.FromHours(24)).TotalMilliseconds;
        }

        return kind switch
        {
            MetricKind.Share => (double)value.Number(0, 1),
            MetricKind.Count or MetricKind.Latency or MetricKind.First => (double)value.Number(0, 1_000_000_000_000_000),
            _ => (double)value.Number(-1_000_000_000_000_000, 1_000_000_000_000_000),
        };
    }
}
