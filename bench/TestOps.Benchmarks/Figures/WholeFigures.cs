using System.Globalization;
using TestOps.Benchmarks.Measuring;
using TestOps.Benchmarks.Runs;

namespace TestOps.Benchmarks.Figures;

/// <summary>A whole run: 10,000 sessions of 20 steps recorded, replayed twice and scored.</summary>
internal static class WholeFigures
{
    private const int Sessions = 10_000;

    public static async Task<IReadOnlyList<Figure>> MeasureAsync()
    {
        var result = await ProbeResult.MedianAsync("toron" + ProbeResult.Replayed, Sessions, rounds: 3);
        const double Steps = 3.0 * Sessions * BenchSuites.Steps;
        return
        [
            new Figure(
                "10,000 sessions x 20 steps, two replays",
                "30 s",
                string.Create(CultureInfo.InvariantCulture, $"{result.Cost.Wall.TotalSeconds:0.0} s"),
                string.Create(CultureInfo.InvariantCulture, $"{result.Cost.Cpu.TotalSeconds:0.0} s in all, {result.Cost.Cpu.TotalMicroseconds / Steps:0.00} us a step"),
                string.Create(CultureInfo.InvariantCulture, $"{result.Cost.Allocated / Steps:#,0} B a step"),
                string.Create(CultureInfo.InvariantCulture, $"{result.Cost.Cpu.TotalSeconds / 2:0.0} s (if both cores are busy)")),
            new Figure("the same: peak RSS", "300 MB", MemoryFigures.Megabytes(result.PeakBytes)),
        ];
    }
}
