using System.Runtime.CompilerServices;
using TestOps.Core.Journaling;

namespace TestOps.Core.Runs;

/// <summary>Follows the journal of a run, of this or another process, over committed entries only.</summary>
public static class JournalFollower
{
    /// <summary>How often an idle journal is asked again: 100 ms.</summary>
    public static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    private const int PageSize = 500;

    /// <summary>
    /// The entries after a sequence number (0 for all), each once, in order. Ends after <see cref="RunEnded"/>, or where a finished run has nothing more.
    /// </summary>
    /// <exception cref="ArgumentException">The store has no such run.</exception>
    public static async IAsyncEnumerable<JournalEntry> FollowAsync(
        IRunStore store, RunId runId, long after, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            // Asked before the page is read: what a run wrote before it became final is then on that page.
            var run = await store.FindAsync(runId, cancellationToken) ?? throw new ArgumentException($"The store has no run {runId}.", nameof(runId));
            var page = await store.ReadAsync(runId, after, PageSize, cancellationToken);
            foreach (var entry in page)
            {
                after = entry.Sequence;
                yield return entry;
                if (entry.Event is RunEnded)
                {
                    yield break;
                }
            }

            if (page.Count == 0)
            {
                if (run.Status.IsFinal())
                {
                    yield break;
                }

                await Task.Delay(PollInterval, time, cancellationToken);
            }
        }
    }
}
