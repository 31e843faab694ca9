using TestOps.Benchmarks.Measuring;
using TestOps.Benchmarks.Runs;

namespace TestOps.Benchmarks.Figures;

/// <summary>Steps a second of one replay: reading the trace, driving the engine, comparing, the replay's record on disk.</summary>
internal static class ReplayFigures
{
    public static async Task<IReadOnlyList<Figure>> MeasureAsync() =>
    [
        await MeasureAsync("replay, echo of 100 bytes", "echo", 10_000),
        await MeasureAsync("replay, toron /query", "toron", 5_000),
    ];

    private static async Task<Figure> MeasureAsync(string figure, string suite, int sessions)
    {
        var cost = await Rounds.MedianAsync(async () =>
        {
            await using var workspace = await BenchWorkspace.OpenAsync();
            await workspace.RunAsync(suite, sessions, replays: 1);
            return workspace.Replay.Cost;
        });
        return Figure.Rate(figure, "none stated", (double)sessions * BenchSuites.Steps, "steps", cost);
    }
}
