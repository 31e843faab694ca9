using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Runs;

namespace TestOps.Store.Relational;

/// <summary>
/// A write transaction: the rules that every dialect shares, over the statements of one. It holds the write lock from its start, so that what it reads
/// stays true until its commit.
/// </summary>
internal abstract class StoreTransaction(TimeProvider time) : IDisposable
{
    private readonly Dictionary<RunId, RunHead?> _heads = [];

    /// <summary>Creates a run under epoch 1.</summary>
    public void Create(RunRecord run)
    {
        if (HeadOf(run.RunId) is not null)
        {
            throw new InvalidOperationException($"Run {run.RunId} exists already.");
        }

        if (run.RequestKey is { } key && HasKey(key))
        {
            throw new RequestKeyTakenException(key);
        }

        InsertRun(run, RunOwnership.FirstEpoch);
        _heads[run.RunId] = new RunHead { OwnerEpoch = RunOwnership.FirstEpoch, Status = run.Status, LastSequence = 0, LastTimestamp = null, HasEnded = false };
    }

    /// <summary>The head of a run that <paramref name="ownership"/> still owns.</summary>
    /// <exception cref="RunOwnershipLostException">It does not.</exception>
    public RunHead Claim(RunOwnership ownership) =>
        HeadOf(ownership.RunId) is { } head && head.OwnerEpoch == ownership.Epoch ? head : throw new RunOwnershipLostException(ownership.RunId);

    /// <summary>Numbers an event and inserts it; an incident counts up its row, too.</summary>
    public JournalEntry Append(RunId runId, RunHead head, PreparedEvent prepared)
    {
        if (head.HasEnded)
        {
            throw new InvalidOperationException($"The journal of run {runId} has ended: nothing follows RunEnded.");
        }

        var entry = new JournalEntry(head.LastSequence + 1, StoredTime.Truncate(time.GetUtcNow()), prepared.Event);
        InsertEvent(runId, entry, prepared);
        if (prepared.Event is IncidentOpened incident)
        {
            UpsertIncident(runId, entry.Timestamp, incident);
        }

        head.LastSequence = entry.Sequence;
        head.LastTimestamp = entry.Timestamp;
        head.HasEnded = prepared.Event is RunEnded;
        return entry;
    }

    /// <summary>Moves a run's row on.</summary>
    public void Update(RunRecord run, RunHead head)
    {
        RunTransitions.Check(run, head.Status, head.HasEnded);
        UpdateRun(run, head.OwnerEpoch);
        head.Status = run.Status;
    }

    /// <summary>The head of a run, or null where there is none.</summary>
    public RunHead? HeadOf(RunId runId)
    {
        if (!_heads.TryGetValue(runId, out var head))
        {
            head = SelectHead(runId);
            _heads.Add(runId, head);
        }

        return head;
    }

    /// <summary>The run's row as of this transaction.</summary>
    public abstract RunRecord SelectRun(RunId runId);

    /// <summary>The last entry of a run's journal, which is not empty.</summary>
    public abstract JournalEntry SelectLastEntry(RunId runId);

    /// <summary>Takes a run over: whoever owned it before can write no more.</summary>
    public void TakeOver(RunId runId, RunHead head)
    {
        head.OwnerEpoch++;
        UpdateEpoch(runId, head.OwnerEpoch);
    }

    /// <summary>Keeps a value of the server's own under a name, or forgets it (null).</summary>
    public abstract void SetState(string name, string? value);

    public abstract void Commit();

    public abstract void Dispose();

    protected abstract bool HasKey(string requestKey);

    protected abstract RunHead? SelectHead(RunId runId);

    protected abstract void InsertRun(RunRecord run, long ownerEpoch);

    protected abstract void UpdateRun(RunRecord run, long ownerEpoch);

    protected abstract void UpdateEpoch(RunId runId, long ownerEpoch);

    protected abstract void InsertEvent(RunId runId, JournalEntry entry, PreparedEvent prepared);

    protected abstract void UpsertIncident(RunId runId, DateTimeOffset seenAt, IncidentOpened incident);
}
