using System.Diagnostics;

namespace TestOps.Benchmarks.Measuring;

/// <summary>What a piece of work took: wall time, CPU time of all threads of this process, managed bytes allocated.</summary>
internal readonly record struct Cost(TimeSpan Wall, TimeSpan Cpu, long Allocated)
{
    /// <summary>Measures <paramref name="work"/> after a full collection, so that no round pays for the one before.</summary>
    public static async Task<Cost> OfAsync(Func<Task> work)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        await work();
        return new Cost(Stopwatch.GetElapsedTime(started), Environment.CpuUsage.TotalTime - cpu, GC.GetTotalAllocatedBytes(precise: true) - allocated);
    }

    /// <summary>The medians, each number on its own.</summary>
    public static Cost Median(IReadOnlyList<Cost> rounds) =>
        new(Middle(rounds.Select(round => round.Wall)), Middle(rounds.Select(round => round.Cpu)), Middle(rounds.Select(round => round.Allocated)));

    private static T Middle<T>(IEnumerable<T> values) => values.Order().ElementAt(values.Count() / 2);
}
