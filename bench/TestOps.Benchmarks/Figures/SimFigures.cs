using TestOps.Benchmarks.Measuring;
using TestOps.Benchmarks.Runs;

namespace TestOps.Benchmarks.Figures;

/// <summary>Steps a second of the SIM phase: rendering, engine, checks, digests, trace on disk.</summary>
internal static class SimFigures
{
    public static async Task<IReadOnlyList<Figure>> MeasureAsync() =>
    [
        await MeasureAsync("SIM, echo of 100 bytes", "300,000 steps/s", "echo", 20_000),
        await MeasureAsync("SIM, toron /query", "60,000 steps/s", "toron", 5_000),
    ];

    private static async Task<Figure> MeasureAsync(string figure, string aim, string suite, int sessions)
    {
        var cost = await Rounds.MedianAsync(async () =>
        {
            await using var workspace = await BenchWorkspace.OpenAsync();
            await workspace.RunAsync(suite, sessions);
            return workspace.Sim.Cost;
        });
        return Figure.Rate(figure, aim, (double)sessions * BenchSuites.Steps, "steps", cost);
    }
}
