using System.Runtime.CompilerServices;
using TestOps.Core.Pooling;

namespace TestOps.Load.BuiltIn;

/// <summary>
/// A connection's stream that counts bytes on the wire, marks when a request is written, or both. Under TLS one below the encryption counts, and one above it marks, so that the
/// handshake is not taken for the request. Reads are marked by whoever knows which of them are an answer's.
/// </summary>
internal sealed class MeteredStream : Stream
{
    private readonly Stream _inner;
    private readonly CallMeter _meter;
    private readonly bool _counts;
    private readonly bool _marks;
    private bool _isDisposed;

    public MeteredStream(Stream inner, CallMeter meter, bool counts, bool marks)
    {
        _inner = inner;
        _meter = meter;
        _counts = counts;
        _marks = marks;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => AfterRead(_inner.Read(buffer, offset, count));

    public override void Write(byte[] buffer, int offset, int count)
    {
        BeforeWrite(count);
        _inner.Write(buffer, offset, count);
        AfterWrite(count);
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = _inner.ReadAsync(buffer, cancellationToken);

        // A result is taken only where the read has ended: nothing is waited for.
        return !_counts ? read : read.IsCompletedSuccessfully ? new ValueTask<int>(AfterRead(read.Result)) : AwaitReadAsync(read);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        BeforeWrite(buffer.Length);
        var write = _inner.WriteAsync(buffer, cancellationToken);
        if (!write.IsCompletedSuccessfully)
        {
            return AwaitWriteAsync(write, buffer.Length);
        }

        AfterWrite(buffer.Length);
        return ValueTask.CompletedTask;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() => _inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => _inner.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _isDisposed = true;
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    private async ValueTask<int> AwaitReadAsync(ValueTask<int> read) => AfterRead(await read.ConfigureAwait(false));

    [AsyncMethodBuilder(typeof(PooledMethodBuilder))]
    private async ValueTask AwaitWriteAsync(ValueTask write, int bytes)
    {
        await write.ConfigureAwait(false);
        AfterWrite(bytes);
    }

    private void BeforeWrite(int bytes)
    {
        if (_marks && !_isDisposed)
        {
            _meter.BeforeWrite();
        }

        if (_counts)
        {
            _meter.Sent(bytes);
        }
    }

    private void AfterWrite(int bytes)
    {
        if (_marks && !_isDisposed)
        {
            _meter.AfterWrite(bytes);
        }
    }

    private int AfterRead(int bytes)
    {
        if (_counts)
        {
            _meter.Received(bytes);
        }

        return bytes;
    }
}
