using System.Buffers;

namespace TestOps.Core.Determinism;

/// <summary>A growing buffer over pooled memory. Dispose it to give the memory back; spans taken from it end there.</summary>
internal sealed class ByteBuffer : IBufferWriter<byte>, IDisposable
{
    private byte[] _bytes;
    private int _length;

    public ByteBuffer(int capacity) => _bytes = ArrayPool<byte>.Shared.Rent(Math.Max(capacity, 64));

    public int Length => _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>The backing array; it changes when the buffer grows.</summary>
    public byte[] Array => _bytes;

    public void Clear() => _length = 0;

    public void Append(byte value)
    {
        if (_length == _bytes.Length)
        {
            Grow(1);
        }

        _bytes[_length++] = value;
    }

    public void Append(ReadOnlySpan<byte> values)
    {
        if (_bytes.Length - _length < values.Length)
        {
            Grow(values.Length);
        }

        values.CopyTo(_bytes.AsSpan(_length));
        _length += values.Length;
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _bytes.Length - _length);
        _length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(_length);
    }

    public void Dispose()
    {
        var bytes = _bytes;
        _bytes = [];
        _length = 0;
        ArrayPool<byte>.Shared.Return(bytes);
    }

    private void Reserve(int sizeHint)
    {
        var wanted = Math.Max(sizeHint, 1);
        if (_bytes.Length - _length < wanted)
        {
            Grow(wanted);
        }
    }

    private void Grow(int added)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(checked(_length + added), (int)Math.Min(_bytes.Length * 2L, System.Array.MaxLength)));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
