using System.Diagnostics;
using System.Globalization;
using TestOps.Benchmarks.Measuring;
using TestOps.Benchmarks.Runs;

namespace TestOps.Benchmarks.Figures;

/// <summary>One run from a cold start in a process of its own, for what only a whole process can tell: peak memory, and total time with all start-up in it.</summary>
internal static class Probe
{
    /// <summary>Runs the suite with that many sessions and prints what <see cref="ProbeResult"/> reads. A suite name that ends in <c>+replay</c> is replayed twice.</summary>
    public static async Task RunAsync(string suite, int sessions)
    {
        var isReplayed = suite.EndsWith(ProbeResult.Replayed, StringComparison.Ordinal);
        await using var workspace = await BenchWorkspace.OpenAsync();
        var started = Stopwatch.GetTimestamp();
        await workspace.RunAsync(suite.Replace(ProbeResult.Replayed, "", StringComparison.Ordinal), sessions, isReplayed ? 2 : 0);
        var wall = Stopwatch.GetElapsedTime(started);
        using var process = Process.GetCurrentProcess();
        var result = new ProbeResult(new Cost(wall, Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(precise: true)), process.PeakWorkingSet64, GC.GetTotalMemory(forceFullCollection: true));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Cost.Wall.Ticks} {result.Cost.Cpu.Ticks} {result.Cost.Allocated} {result.PeakBytes} {result.HeapBytes}"));
    }
}
