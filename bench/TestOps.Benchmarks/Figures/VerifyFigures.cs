using TestOps.Benchmarks.Measuring;
using TestOps.Benchmarks.Runs;
using TestOps.Core;
using TestOps.Core.Snapshots;

namespace TestOps.Benchmarks.Figures;

/// <summary>Megabytes of uncompressed trace a second that <c>verify</c> checks.</summary>
internal static class VerifyFigures
{
    private const double Megabyte = 1_000_000;

    public static async Task<IReadOnlyList<Figure>> MeasureAsync() =>
    [
        await MeasureAsync("verify, toron trace", "toron", 5_000),
        await MeasureAsync("verify, echo trace", "echo", 10_000),
    ];

    private static async Task<Figure> MeasureAsync(string figure, string suite, int sessions)
    {
        await using var workspace = await BenchWorkspace.OpenAsync();
        var runId = await workspace.RunAsync(suite, sessions);
        long bytes = 0;
        var cost = await Rounds.MedianAsync(() => Cost.OfAsync(() =>
        {
            bytes = Verify(workspace.Snapshots, runId);
            return Task.CompletedTask;
        }));
        return Figure.Rate(figure, "200 MB/s", bytes / Megabyte, "MB", cost, cores: 1);
    }

    private static long Verify(ISnapshotStore snapshots, RunId runId)
    {
        var report = SnapshotVerifier.Verify(snapshots, runId, resultSha256: null);
        return report.Damage is null ? report.TraceBytes : throw report.Damage;
    }
}
