using System.Runtime.CompilerServices;
using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Runs;

namespace TestOps.Cli.Composition;

/// <summary>Reads the whole journal of a run, page by page.</summary>
internal static class JournalPages
{
    public static async IAsyncEnumerable<JournalEntry> ReadAsync(IRunStore store, RunId runId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long after = 0;
        while (true)
        {
            var page = await store.ReadAsync(runId, after, PageLimits.Max, cancellationToken);
            if (page.Count == 0)
            {
                yield break;
            }

            foreach (var entry in page)
            {
                after = entry.Sequence;
                yield return entry;
            }
        }
    }
}
