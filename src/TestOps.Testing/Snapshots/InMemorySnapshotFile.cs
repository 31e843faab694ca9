using TestOps.Core.Snapshots;

namespace TestOps.Testing.Snapshots;

/// <summary>A file that takes its name when it is committed.</summary>
internal sealed class InMemorySnapshotFile(Action<byte[]> commit) : SnapshotFile
{
    private readonly MemoryStream _stream = new();
    private bool _isCommitted;

    public override Stream Stream => _stream;

    public override Task CommitAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        if (_isCommitted)
        {
            throw new InvalidOperationException("The file is committed already.");
        }

        _isCommitted = true;
        commit(_stream.ToArray());
        return _stream.DisposeAsync().AsTask();
    }

    public override ValueTask DisposeAsync() => _stream.DisposeAsync();
}
