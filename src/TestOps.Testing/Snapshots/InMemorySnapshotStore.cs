using TestOps.Core;
using TestOps.Core.Snapshots;

namespace TestOps.Testing.Snapshots;

/// <summary>Snapshot files without a disk. Safe for concurrent use.</summary>
public sealed class InMemorySnapshotStore : ISnapshotStore
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public SnapshotFile Create(string fileName)
    {
        SnapshotFileName.Check(fileName);
        return new InMemorySnapshotFile(bytes => Commit(fileName, bytes));
    }

    /// <inheritdoc />
    public Stream? OpenRead(string fileName)
    {
        SnapshotFileName.Check(fileName);
        lock (_lock)
        {
            return _files.TryGetValue(fileName, out var bytes) ? new MemoryStream(bytes, writable: false) : null;
        }
    }

    /// <inheritdoc />
    public IReadOnlyList<string> List(RunId runId)
    {
        lock (_lock)
        {
            return [.. _files.Keys.Where(name => SnapshotFileName.BelongsTo(name, runId))];
        }
    }

    /// <inheritdoc />
    public string PathOf(string fileName)
    {
        SnapshotFileName.Check(fileName);
        return "snapshots/" + fileName;
    }

    /// <summary>Puts a complete file, over one of that name: for tests that damage a snapshot.</summary>
    public void Put(string fileName, byte[] bytes)
    {
        lock (_lock)
        {
            _files[fileName] = bytes;
        }
    }

    private void Commit(string fileName, byte[] bytes)
    {
        lock (_lock)
        {
            if (!_files.TryAdd(fileName, bytes))
            {
                throw new InvalidOperationException($"{fileName} exists already; the files of a snapshot are never replaced.");
            }
        }
    }
}
