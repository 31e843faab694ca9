namespace TestOps.Store.Files;

/// <summary>Passes writes on; what the file system refuses, a full disk for instance, becomes the failure that callers know.</summary>
internal sealed class GuardedStream(Stream inner, string location) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => throw new NotSupportedException();
    }

    public override void Flush() => FileFailures.Guard(location, inner.Flush);

    public override Task FlushAsync(CancellationToken cancellationToken) => FileFailures.GuardAsync(location, () => inner.FlushAsync(cancellationToken));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            inner.Write(buffer);
        }
        catch (IOException failure)
        {
            throw FileFailures.Explain(location, failure);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        await FileFailures.GuardAsync(location, async () => await inner.WriteAsync(buffer, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
