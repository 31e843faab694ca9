using System.Globalization;
using TestOps.Benchmarks.Measuring;

namespace TestOps.Benchmarks.Figures;

/// <summary>What a probe measured of itself: its cost, its peak resident memory, and its managed heap after a full collection while the run's objects still live.</summary>
internal sealed record ProbeResult(Cost Cost, long PeakBytes, long HeapBytes)
{
    /// <summary>Suffix of a suite that is replayed twice.</summary>
    public const string Replayed = "+replay";

    public static async Task<ProbeResult> OfAsync(string suite, int sessions)
    {
        var output = await Self.OutputAsync("probe", suite, sessions.ToString(CultureInfo.InvariantCulture));
        var numbers = output.Trim().Split(' ').Select(number => long.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return new ProbeResult(new Cost(TimeSpan.FromTicks(numbers[0]), TimeSpan.FromTicks(numbers[1]), numbers[2]), numbers[3], numbers[4]);
    }

    /// <summary>The medians of several probes, each number on its own.</summary>
    public static async Task<ProbeResult> MedianAsync(string suite, int sessions, int rounds)
    {
        var results = new List<ProbeResult>();
        for (var i = 0; i < rounds; i++)
        {
            results.Add(await OfAsync(suite, sessions));
        }

        return new ProbeResult(
            Cost.Median([.. results.Select(result => result.Cost)]),
            results.Select(result => result.PeakBytes).Order().ElementAt(rounds / 2),
            results.Select(result => result.HeapBytes).Order().ElementAt(rounds / 2));
    }
}
