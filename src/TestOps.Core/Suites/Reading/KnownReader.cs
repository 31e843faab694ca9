namespace TestOps.Core.Suites.Reading;

/// <summary>The gates that are known to fail.</summary>
internal static class KnownReader
{
    private const int KnownMax = 1000;

    public static IReadOnlyList<KnownSpec> Read(SuiteValue value)
    {
        var items = value.Items("write - { gate: sim/ask/status, issue: TOR-412, expires: 2027-01-15 }");
        if (items.Count > KnownMax)
        {
            value.Problem($"must have at most {KnownMax} gates, has {items.Count}", "mend some");
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        var known = new List<KnownSpec>();
        foreach (var item in items)
        {
            if (item.Map("known[]") is not { } map)
            {
                continue;
            }

            var spec = new KnownSpec(
                map.Need("gate", "", "sim/ask/status", static gate => gate.Text(1000)),
                map.Need("issue", "", "TOR-412", static issue => issue.Text(200)),
                map.Read<DateOnly?>("expires", null, static day => day.Date()));
            if (spec.Gate.Length > 0 && !seen.Add(spec.Gate))
            {
                item.Problem($"the gate '{spec.Gate}' is known already", "write it once");
            }

            known.Add(spec);
        }

        return known;
    }
}
