using System.Buffers;

namespace TestOps.Load.BuiltIn.Http1;

/// <summary>Gathers a body, within a limit. A length that is announced and modest is believed; else memory grows with what really comes.</summary>
internal sealed class BodyFill
{
    private const int BelievedMax = 1024 * 1024;
    private const int FirstBuffer = 4 * 1024;
    private byte[] _bytes = [];
    private bool _isExact;
    private int _count;

    /// <summary>Where the rest of a body of known length goes, to be read into directly; empty where it cannot be.</summary>
    public Memory<byte> Rest => _isExact ? _bytes.AsMemory(_count) : default;

    public void Begin(long? length)
    {
        Drop();
        _isExact = length is >= 0 and <= BelievedMax;
        if (_isExact && length > 0)
        {
            _bytes = GC.AllocateUninitializedArray<byte>((int)length);
        }
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (_bytes.Length - _count < bytes.Length)
        {
            Grow(_count + bytes.Length);
        }

        bytes.CopyTo(_bytes.AsSpan(_count));
        _count += bytes.Length;
    }

    /// <summary>Bytes have been read into <see cref="Rest"/>.</summary>
    public void Filled(int count) => _count += count;

    /// <summary>The body; it is the caller's.</summary>
    public byte[] Take()
    {
        var bytes = _count == 0 ? [] : _isExact && _count == _bytes.Length ? _bytes : _bytes.AsSpan(0, _count).ToArray();
        Drop();
        return bytes;
    }

    public void Drop()
    {
        if (!_isExact && _bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        _bytes = [];
        _count = 0;
        _isExact = false;
    }

    private void Grow(int least)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(least, Math.Max(FirstBuffer, _bytes.Length * 2)));
        _bytes.AsSpan(0, _count).CopyTo(larger);
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        _bytes = larger;
    }
}
