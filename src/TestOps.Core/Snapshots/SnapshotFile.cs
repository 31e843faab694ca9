namespace TestOps.Core.Snapshots;

/// <summary>A file that is being written aside.</summary>
public abstract class SnapshotFile : IAsyncDisposable
{
    /// <summary>Where to write.</summary>
    public abstract Stream Stream { get; }

    /// <summary>Flushes to disk, closes <see cref="Stream"/> and gives the file its name. A complete file is never replaced.</summary>
    /// <exception cref="InvalidOperationException">A complete file has that name already.</exception>
    public abstract Task CommitAsync(CancellationToken cancellationToken);

    /// <summary>Removes the file unless it was committed.</summary>
    public abstract ValueTask DisposeAsync();
}
