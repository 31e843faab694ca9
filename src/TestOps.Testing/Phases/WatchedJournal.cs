using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Testing.Runs;

namespace TestOps.Testing.Phases;

/// <summary>A journal that remembers, and that tells of its first event. Safe for concurrent use.</summary>
internal sealed class WatchedJournal(Action? onFirst = null) : IRunJournal
{
    private readonly Lock _lock = new();
    private readonly List<RunEvent> _events = [];

    public RunId RunId { get; } = SequentialIds.Create().NextRunId();

    public IReadOnlyList<RunEvent> Events
    {
        get
        {
            lock (_lock)
            {
                return [.. _events];
            }
        }
    }

    public Task<JournalEntry> AppendAsync(RunEvent runEvent, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        int sequence;
        lock (_lock)
        {
            _events.Add(runEvent);
            sequence = _events.Count;
        }

        if (sequence == 1)
        {
            onFirst?.Invoke();
        }

        return Task.FromResult(new JournalEntry(sequence, DateTimeOffset.UnixEpoch, runEvent));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
