using TestOps.Core.Journaling;
using TestOps.Core.Runs;

namespace TestOps.Testing.Runs;

/// <summary>A run's row, its owner and its journal.</summary>
internal sealed class InMemoryRun(RunRecord record)
{
    private RunRecord _record = Store(record);

    public RunRecord Record
    {
        get => _record;
        set => _record = Store(value);
    }

    public List<JournalEntry> Entries { get; } = [];

    public long OwnerEpoch { get; set; } = 1;

    public bool IsHeld { get; set; } = true;

    public bool HasEnded => Entries is [.., { Event: RunEnded }];

    private static RunRecord Store(RunRecord run) => run with
    {
        CreatedAt = StoredTime.Truncate(run.CreatedAt),
        StartedAt = run.StartedAt is { } startedAt ? StoredTime.Truncate(startedAt) : null,
        FinishedAt = run.FinishedAt is { } finishedAt ? StoredTime.Truncate(finishedAt) : null,
    };
}
