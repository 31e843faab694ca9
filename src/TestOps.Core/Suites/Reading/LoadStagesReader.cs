namespace TestOps.Core.Suites.Reading;

/// <summary>The stages of a ramping executor.</summary>
internal static class LoadStagesReader
{
    private const int StagesMax = 1000;

    public static IReadOnlyList<LoadStageSpec> Read(SuiteValue value, int targetMax)
    {
        const string Hint = "write [{ duration: 30s, target: 10 }]";
        var items = value.Items(Hint);
        if (value.Node is ListNode && items.Count is 0 or > StagesMax)
        {
            value.Problem($"must have 1 to {StagesMax} stages, has {items.Count}", Hint);
        }

        return [.. items.Select(item => Read(item.Map("load.scenarios.NAME.stages[]"), targetMax)).OfType<LoadStageSpec>()];
    }

    private static LoadStageSpec? Read(SuiteMap? map, int targetMax) => map is null ? null : new LoadStageSpec(
        map.Need("duration", TimeSpan.Zero, "30s", static duration => duration.Duration(TimeSpan.Zero, TimeSpan.FromHours(24))),
        map.Need("target", 0, "10", target => target.Whole(0, targetMax)));
}
