namespace TestOps.Core.Journaling;

/// <summary>The append-only journal of one run, held by its owner.</summary>
public interface IRunJournal : IAsyncDisposable
{
    /// <summary>The run.</summary>
    RunId RunId { get; }

    /// <summary>
    /// Appends an event; completes when it is committed, with its entry. Concurrent appends share a commit (group commit, at most 5 ms).
    /// </summary>
    /// <exception cref="RunOwnershipLostException">Another process has taken the run over.</exception>
    /// <exception cref="StoreUnavailableException">The store cannot be written.</exception>
    Task<JournalEntry> AppendAsync(RunEvent runEvent, CancellationToken cancellationToken);
}
