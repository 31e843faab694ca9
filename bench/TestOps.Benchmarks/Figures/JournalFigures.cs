using TestOps.Benchmarks.Measuring;
using TestOps.Benchmarks.Runs;
using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Runs;

namespace TestOps.Benchmarks.Figures;

/// <summary>Events a second that the journal commits to disk (WAL, synchronous = FULL).</summary>
internal static class JournalFigures
{
    private const int Events = 20_000;

    public static async Task<IReadOnlyList<Figure>> MeasureAsync() =>
    [
        await MeasureAsync("journal, one caller that waits", callers: 1, Events / 10),
        await MeasureAsync("journal, 100 callers that share commits", callers: 100, Events, "50,000 events/s"),
    ];

    private static async Task<Figure> MeasureAsync(string figure, int callers, int events, string aim = "none stated")
    {
        var cost = await Rounds.MedianAsync(async () =>
        {
            await using var workspace = await BenchWorkspace.OpenAsync();
            var run = new RunRecord { RunId = new RunId(Guid.CreateVersion7()), Trigger = "bench", Suite = "journal", Status = RunStatus.Pending, CreatedAt = DateTimeOffset.UtcNow };
            await using var journal = await workspace.Store.CreateAsync(run, CancellationToken.None);
            return await Cost.OfAsync(() => Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(() => AppendAsync(journal, events / callers)))));
        });
        return Figure.Rate(figure, aim, events, "events", cost, cores: 1);
    }

    private static async Task AppendAsync(IRunJournal journal, int events)
    {
        for (var i = 0; i < events; i++)
        {
            await journal.AppendAsync(new PhaseProgress("sim", i, events, "sessions"), CancellationToken.None);
        }
    }
}
