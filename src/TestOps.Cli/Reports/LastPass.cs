using TestOps.Core;
using TestOps.Core.Runs;

namespace TestOps.Cli.Reports;

/// <summary>Since when a suite does not pass. A partial run is no baseline: that it passed says nothing about the rest.</summary>
/// <param name="Run">The last run of the suite before this one that passed; null where none was found.</param>
/// <param name="Later">Runs of the suite between that one and this one.</param>
/// <param name="IsExhaustive">Whether the whole history was searched.</param>
internal sealed record LastPass(RunRecord? Run, int Later, bool IsExhaustive)
{
    private const int PagesMax = 10;

    /// <summary>Searches the history downwards from <paramref name="run"/>, at most 10,000 runs of all suites.</summary>
    public static async Task<LastPass> FindAsync(IRunStore store, RunRecord run, CancellationToken cancellationToken)
    {
        var before = run.RunId;
        var later = 0;
        for (var page = 0; page < PagesMax; page++)
        {
            var runs = await store.ListAsync(before, PageLimits.Max, cancellationToken);
            foreach (var earlier in runs.Where(earlier => earlier.Suite == run.Suite))
            {
                if (earlier.Status is RunStatus.Pass or RunStatus.Warn && !await PartialRun.IsAsync(store, earlier.RunId, cancellationToken))
                {
                    return new LastPass(earlier, later, IsExhaustive: true);
                }

                later++;
            }

            if (runs.Count < PageLimits.Max)
            {
                return new LastPass(null, later, IsExhaustive: true);
            }

            before = runs[^1].RunId;
        }

        return new LastPass(null, later, IsExhaustive: false);
    }
}
