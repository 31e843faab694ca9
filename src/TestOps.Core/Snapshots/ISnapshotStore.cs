using TestOps.Core.Journaling;

namespace TestOps.Core.Snapshots;

/// <summary>
/// The files of a run: <c>{run_id}.json</c>, <c>{run_id}.trace.jsonl.zst</c>, <c>{run_id}.replay-N.json</c>, <c>{run_id}.result.json</c>. A file appears
/// under its name only when it is complete (written aside, flushed to disk, renamed), with mode 0600.
/// </summary>
public interface ISnapshotStore
{
    /// <summary>Opens a new file for writing; it takes its name when <see cref="SnapshotFile.CommitAsync"/> is called, and vanishes otherwise.</summary>
    /// <exception cref="StoreUnavailableException">The folder cannot be written.</exception>
    SnapshotFile Create(string fileName);

    /// <summary>Opens a complete file for reading, or null where there is none.</summary>
    Stream? OpenRead(string fileName);

    /// <summary>Names of the complete files of a run, in ordinal order.</summary>
    IReadOnlyList<string> List(RunId runId);

    /// <summary>Path of a file relative to the data folder, for people.</summary>
    string PathOf(string fileName);
}
