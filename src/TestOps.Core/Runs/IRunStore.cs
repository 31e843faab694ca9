using TestOps.Core.Journaling;

namespace TestOps.Core.Runs;

/// <summary>Keeps runs and their journals. One contract test runs against every implementation.</summary>
public interface IRunStore : IAsyncDisposable
{
    /// <summary>Creates a run in <see cref="RunStatus.Pending"/> and takes its ownership.</summary>
    /// <exception cref="RequestKeyTakenException">Another run has its <see cref="RunRecord.RequestKey"/>; nothing was created.</exception>
    /// <exception cref="StoreUnavailableException">The store cannot be written.</exception>
    Task<IRunJournal> CreateAsync(RunRecord run, CancellationToken cancellationToken);

    /// <summary>Moves the run's row on; only its owner may. A final status is never changed.</summary>
    /// <exception cref="RunOwnershipLostException">Another process has taken the run over.</exception>
    Task UpdateAsync(RunRecord run, IRunJournal owner, CancellationToken cancellationToken);

    /// <summary>One run, or null.</summary>
    Task<RunRecord?> FindAsync(RunId runId, CancellationToken cancellationToken);

    /// <summary>The run with a <see cref="RunRecord.RequestKey"/>, or null.</summary>
    Task<RunRecord?> FindByKeyAsync(string requestKey, CancellationToken cancellationToken);

    /// <summary>Runs, newest first, older than <paramref name="before"/> where given; at most <paramref name="limit"/> (1-1000).</summary>
    Task<IReadOnlyList<RunRecord>> ListAsync(RunId? before, int limit, CancellationToken cancellationToken);

    /// <summary>Committed entries of a run after a sequence number, in order, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<JournalEntry>> ReadAsync(RunId runId, long after, int limit, CancellationToken cancellationToken);

    /// <summary>Runs without a final status, whoever owns them, oldest first; at most <see cref="PageLimits.Max"/>.</summary>
    Task<IReadOnlyList<RunRecord>> ListUnfinishedAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Takes over a run whose owner is gone: from here on the caller is its owner, its events go on where the journal ends, and a former owner that comes back can write nothing more. Null where its
    /// owner lives, in this or any process, where it has ended, and where there is no such run.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store cannot be written.</exception>
    Task<IRunJournal?> TakeOverAsync(RunId runId, CancellationToken cancellationToken);

    /// <summary>
    /// Finds runs whose owner is gone, appends <see cref="RunEnded"/> with the cause and makes them <see cref="RunStatus.Interrupted"/>. Runs of living
    /// owners, in this or any process, stay untouched, and so do those that a server can go on with (<see cref="RunRecovery.AwaitsServer"/>). Returns the runs that were ended.
    /// </summary>
    Task<IReadOnlyList<RunId>> RecoverAsync(CancellationToken cancellationToken);
}
