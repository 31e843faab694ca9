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

    public async Task<JournalEntry> AppendAsync(RunEvent runEvent, CancellationToken cancellationToken)
    {
        var entry = await inner.AppendAsync(runEvent, cancellationToken);
        if (runEvent is not (PhaseProgress or LoadSecondMeasured))
        {
            lock (_lock)
            {
                _entries.Add(entry);
            }
        }

        return entry;
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
