using System.Buffers;

namespace TestOps.Load.BuiltIn;

/// <summary>Gathers a body, within what all bodies may hold together. A length that is announced and modest is believed; else memory grows with what really comes.</summary>
internal sealed class BodyFill(BodyMemory memory)
{
    private const int BelievedMax = 1024 * 1024;
    private const int FirstBuffer = 4 * 1024;
    private byte[] _bytes = [];
    private BodyMemory.Share? _share;
    private bool _isExact;
    private int _count;

    /// <summary>Where the rest of a body of known length goes, to be read into directly; empty where it cannot be.</summary>
    public Memory<byte> Rest => _isExact ? _bytes.AsMemory(_count) : default;

    public void Begin(long? length)
    {
        Drop();
        _isExact = length is >= 0 and <= BelievedMax && TryHold(length.Value);
        if (_isExact && length > 0)
        {
            _bytes = GC.AllocateUninitializedArray<byte>((int)length);
        }
    }

    /// <summary>Takes more of it; false where all bodies together would hold too much: then it is dropped.</summary>
    public bool TryAdd(ReadOnlySpan<byte> bytes)
    {
        if (_bytes.Length - _count < bytes.Length && !TryGrow(_count + bytes.Length))
        {
            Drop();
            return false;
        }

        bytes.CopyTo(_bytes.AsSpan(_count));
        _count += bytes.Length;
        return true;
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
        _share?.Dispose();
        _share = null;
    }

    private bool TryGrow(int least)
    {
        var size = Math.Max(least, Math.Max(FirstBuffer, _bytes.Length * 2));
        if (!TryHold(size))
        {
            return false;
        }

        var larger = ArrayPool<byte>.Shared.Rent(size);
        _bytes.AsSpan(0, _count).CopyTo(larger);
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        _bytes = larger;
        return true;
    }

    private bool TryHold(long bytes) => bytes <= BodyMemory.FreeBytes || (_share ??= new BodyMemory.Share(memory)).TryHold(bytes);
}
