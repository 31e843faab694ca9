using TestOps.Core;

namespace TestOps.Store.Sqlite;

/// <summary>The lock files of a store: <c>locks/{run_id}.lock</c>, one for each run that has an owner.</summary>
internal sealed class RunLockFolder(string folder)
{
    private const string Extension = ".lock";

    public string Folder => folder;

    public FileRunLock? TryTake(RunId runId) => FileRunLock.TryTake(PathOf(runId.ToString()));

    /// <summary>The lock under which one process at a time brings the schema up to date.</summary>
    public FileRunLock? TryTakeSchema() => FileRunLock.TryTake(PathOf("schema"));

    /// <summary>Runs that have a lock file, held or not.</summary>
    public IReadOnlyList<RunId> List() =>
        [.. Directory.EnumerateFiles(folder, "*" + Extension)
            .Select(path => RunId.TryParse(Path.GetFileNameWithoutExtension(path), out var runId) ? runId : default(RunId?))
            .OfType<RunId>()
            .Order()];

    public void DeleteIfFree(RunId runId) => FileRunLock.DeleteIfFree(PathOf(runId.ToString()));

    /// <summary>Whether the file system keeps locks at all: some network mounts grant every one, and then a recovery would end living runs.</summary>
    public bool KeepsLocks()
    {
        var path = PathOf($"probe-{Guid.NewGuid():N}");
        var first = FileRunLock.TryTake(path) ?? throw new IOException($"The new file {path} is locked.");
        try
        {
            if (FileRunLock.TryTake(path) is not { } second)
            {
                return true;
            }

            second.Release(delete: false);
            return false;
        }
        finally
        {
            first.Release(delete: true);
        }
    }

    private string PathOf(string name) => Path.Combine(folder, name + Extension);
}
