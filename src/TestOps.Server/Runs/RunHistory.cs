using TestOps.Core;
using TestOps.Core.Runs;

namespace TestOps.Server.Runs;

/// <summary>Pages of runs by cursor, newest first, filtered. A page looks at no more than <see cref="ScanMax"/> rows, and may therefore be short, or empty, and still have a next one.</summary>
internal sealed class RunHistory(IRunStore store)
{
    public const int LimitMax = 200;

    private const int ScanMax = 10_000;

    public async Task<HistoryBody> ReadAsync(RunId? before, int limit, Func<RunRecord, bool> fits, CancellationToken cancellationToken)
    {
        var rows = new List<HistoryRow>();
        for (var scanned = 0; scanned < ScanMax; scanned += PageLimits.Max)
        {
            var page = await store.ListAsync(before, PageLimits.Max, cancellationToken);
            foreach (var run in page)
            {
                before = run.RunId;
                if (fits(run))
                {
                    rows.Add(HistoryRow.Of(run));
                }

                if (rows.Count == limit)
                {
                    return new HistoryBody(rows, before.ToString());
                }
            }

            if (page.Count < PageLimits.Max)
            {
                return new HistoryBody(rows, null);
            }
        }

        return new HistoryBody(rows, before?.ToString());
    }
}
