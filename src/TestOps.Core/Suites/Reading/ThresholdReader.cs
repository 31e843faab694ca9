namespace TestOps.Core.Suites.Reading;

/// <summary>Thresholds: one entry for each expression. The grammar is k6's, and the load's own parser judges it.</summary>
internal static class ThresholdReader
{
    public static IReadOnlyList<ThresholdSpec> Read(SuiteValue value)
    {
        var thresholds = new List<ThresholdSpec>();
        foreach (var (metric, expressions) in value.Entries("write http_req_failed: [\"rate<0.01\"]"))
        {
            if (metric.Trim().Length == 0)
            {
                expressions.Problem("the metric has no name", "write a metric such as http_req_duration");
            }

            var items = expressions.ItemsOrSelf();
            if (items.Count is 0 or > 100)
            {
                expressions.Problem($"must have 1 to 100 expressions, has {items.Count}", "write [\"p(95)<500\"]");
            }

            thresholds.AddRange(items.Select(item => Read(metric, item)));
        }

        return thresholds;
    }

    private static ThresholdSpec Read(string metric, SuiteValue value)
    {
        if (value.Node is not MapNode)
        {
            return new ThresholdSpec(metric, value.Text(1000));
        }

        var map = value.Map("load.thresholds.METRIC[]")!;
        var abortOnFail = map.Read("abortOnFail", false, static flag => flag.Flag());
        if (!abortOnFail)
        {
            map.Refuse("has no meaning without abortOnFail", "add abortOnFail: true, or remove it", "delayAbortEval");
        }

        return new ThresholdSpec(metric, map.Need("threshold", "", "\"p(95)<500\"", static threshold => threshold.Text(1000)))
        {
            AbortOnFail = abortOnFail,
            DelayAbortEval = map.Read("delayAbortEval", TimeSpan.Zero, static delay => delay.Duration(TimeSpan.Zero, TimeSpan.FromHours(24))),
        };
    }
}
