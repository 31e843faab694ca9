namespace TestOps.Core.Suites.Reading;

/// <summary>The <c>budget</c> section.</summary>
internal static class BudgetReader
{
    private const long CallsMax = 1_000_000_000_000;

    public static BudgetSpec? Read(SuiteValue value)
    {
        if (value.Map("budget") is not { } map)
        {
            return null;
        }

        if (!map.Keys.Any())
        {
            map.Problem("a budget without calls and duration limits nothing", "write budget: { calls: 20000, duration: 30m }, or leave it out");
        }

        return new BudgetSpec
        {
            Calls = map.Read<long?>("calls", null, static calls => calls.Whole(1, CallsMax)),
            Duration = map.Read<TimeSpan?>("duration", null, static duration => duration.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromHours(168))),
        };
    }
}
