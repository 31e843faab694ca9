using System.Globalization;
using TestOps.Benchmarks.Measuring;
using TestOps.Benchmarks.Runs;

namespace TestOps.Benchmarks.Figures;

/// <summary>How memory grows from 10^4 to 10^6 recorded steps, each in a fresh process.</summary>
internal static class MemoryFigures
{
    private const int Rounds = 3;

    public static async Task<IReadOnlyList<Figure>> MeasureAsync()
    {
        var small = await ProbeResult.MedianAsync("echo", 10_000 / BenchSuites.Steps, Rounds);
        var large = await ProbeResult.MedianAsync("echo", 1_000_000 / BenchSuites.Steps, Rounds);
        return
        [
            Growth("managed heap after a full collection, 10^4 to 10^6 steps", small.HeapBytes, large.HeapBytes),
            Growth("peak RSS, 10^4 to 10^6 steps", small.PeakBytes, large.PeakBytes),
        ];
    }

    public static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");

    private static Figure Growth(string name, long small, long large) => new(
        name,
        "within 10 %",
        string.Create(CultureInfo.InvariantCulture, $"{Megabytes(small)} to {Megabytes(large)}: {100.0 * (large - small) / small:+0.0;-0.0;0.0} %"));
}
