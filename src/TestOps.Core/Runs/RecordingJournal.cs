using TestOps.Core.Journaling;

namespace TestOps.Core.Runs;

/// <summary>A journal that keeps what the verdict folds: committed events, without progress and per-second loads.</summary>
internal sealed class RecordingJournal(IRunJournal stored, IRunJournal inner) : IRunJournal
{
    private readonly Lock _lock = new();
    private readonly List<JournalEntry> _entries = [];

    /// <summary>The store's own journal: the proof of ownership.</summary>
    public IRunJournal Inner => stored;

    public RunId RunId => inner.RunId;

    public IReadOnlyList<RunEvent> Events
    {
        get
        {
            lock (_lock)
            {
                return [.. _entries.OrderBy(entry => entry.Sequence).Select(entry => entry.Event)];
            }
        }
    }

    /// <summary>Takes in what an earlier owner has committed.</summary>
    public void Restore(IEnumerable<JournalEntry> entries)
    {
        lock (_lock)
        {
            _entries.AddRange(entries.Where(entry => IsKept(entry.Event)));
        }
    }

    public async Task<JournalEntry> AppendAsync(RunEvent runEvent, CancellationToken cancellationToken)
    {
        var entry = await inner.AppendAsync(runEvent, cancellationToken);
        if (IsKept(runEvent))
        {
            lock (_lock)
            {
                _entries.Add(entry);
            }
        }

        return entry;
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private static bool IsKept(RunEvent runEvent) => runEvent is not (PhaseProgress or LoadSecondMeasured);
}
