namespace TestOps.Core.Snapshots;

/// <summary>A file that is being written aside.</summary>
public abstract class SnapshotFile : IAsyncDisposable
{
    /// <summary>Where to write.</summary>
    public abstract Stream Stream { get; }

    /// <summary>Flushes to disk and gives the file its name.</summary>
    public abstract Task CommitAsync(CancellationToken cancellationToken);

    /// <summary>Removes the file unless it was committed.</summary>
    public abstract ValueTask DisposeAsync();
}
