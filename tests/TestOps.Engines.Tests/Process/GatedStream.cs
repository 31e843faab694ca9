namespace TestOps.Engines.Tests.Process;

/// <summary>What an engine prints: its first line at once, the rest when its calls have been made, in pieces of odd sizes.</summary>
internal sealed class GatedStream : Stream
{
    private readonly byte[] _bytes;
    private readonly int _chunkMax;
    private readonly int _gateAt;
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _at;

    public GatedStream(byte[] bytes, int chunkMax)
    {
        _bytes = bytes;
        _chunkMax = chunkMax;
        _gateAt = Array.IndexOf(bytes, (byte)'\n') is >= 0 and var end ? end + 1 : bytes.Length;
        if (_gateAt == bytes.Length)
        {
            Open();
        }
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public void Open() => _gate.TrySetResult();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_at >= _gateAt)
        {
            await _gate.Task.WaitAsync(cancellationToken);
        }

        var end = _at < _gateAt ? _gateAt : _bytes.Length;
        var count = Math.Min(Math.Min(buffer.Length, _chunkMax), end - _at);
        _bytes.AsMemory(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Flush()
    {
    }
}
