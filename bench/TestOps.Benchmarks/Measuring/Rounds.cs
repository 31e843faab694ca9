namespace TestOps.Benchmarks.Measuring;

/// <summary>Repeats a measurement: rounds that warm the compiler up, then the rounds that count.</summary>
internal static class Rounds
{
    public const int Count = 5;

    // Tiered compilation instruments first and compiles again some hundred milliseconds later, beside the work.
    private const int WarmUps = 2;

    public static async Task<Cost> MedianAsync(Func<Task<Cost>> round)
    {
        for (var i = 0; i < WarmUps; i++)
        {
            await round();
        }

        var costs = new List<Cost>();
        for (var i = 0; i < Count; i++)
        {
            costs.Add(await round());
        }

        return Cost.Median(costs);
    }
}
